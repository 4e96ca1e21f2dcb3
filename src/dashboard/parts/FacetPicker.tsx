import { useState } from 'react'
import type { OperationDocument } from '../api/resultOf.ts'
import { type SelectedScope, useFormats, useScope } from '../scope/useScope.ts'
import { FilterPicker } from '../ui/FilterPicker.tsx'
import { useRefreshedOperation } from './useRefreshedOperation.ts'

/** The number of values that are loaded at once; with more, a search loads those that match. */
const maxValues = 200

/** A value of a facet with the number of records, and its name if it is an id. */
export interface FacetValue {
  readonly value: string
  readonly count: number
  readonly name?: string | null
}

/** The variables of a document of facets, besides those that include a facet. */
export interface FacetVariables<Filter> {
  scope?: SelectedScope['scope'] | null | undefined
  filter?: Filter | null | undefined
  search?: string | null | undefined
  first: number
}

/** The facets that a document returns, each if the variable with its name is true. */
export type FacetsData = { readonly [Name in string]?: readonly FacetValue[] }

/**
 * Selects any number of the values of a facet. The values and their counts, which hold under the other filters, are
 * loaded when the picker opens.
 */
export const FacetPicker = <Filter extends object>({
  label,
  document,
  facet,
  filter,
  nameOf = (value) => value,
  selected = [],
  onSelect,
}: {
  readonly label: string
  readonly document: OperationDocument<{ readonly list: { readonly facets: FacetsData } }, FacetVariables<Filter>>
  /** The facet, which is a field of the filter, too. */
  readonly facet: string
  /** The filter of the list. */
  readonly filter: Filter
  /** The name of a value; by default the value. */
  readonly nameOf?: (value: string) => string
  readonly selected?: readonly string[] | undefined
  /** Receives undefined for no restriction. */
  readonly onSelect: (values: readonly string[] | undefined) => void
}) => {
  const formats = useFormats()
  const { scope } = useScope()
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  // A choice in the picker does not restrict its facet. Without it, the variables, and the data, remain the same.
  const variables = { scope, filter: { ...filter, [facet]: undefined }, search, first: maxValues, [facet]: true }
  const query = useRefreshedOperation(document, variables, { enabled: isOpen, isKept: true })
  const values = query.data?.list.facets[facet] ?? []
  return (
    <FilterPicker
      label={label}
      options={values.map(({ value, count, name }) => ({
        value,
        text: name ?? nameOf(value),
        note: formats.number(count),
      }))}
      nameOf={nameOf}
      query={query}
      selected={selected}
      onSelect={(chosen) => onSelect(chosen.length > 0 ? chosen : undefined)}
      onOpenChange={(open) => {
        setOpen(open)
        setSearch('')
      }}
      onSearch={(text) => {
        // Fewer values are all that match; the list itself narrows them down.
        if (text === '' || search !== '' || values.length >= maxValues) setSearch(text)
      }}
    />
  )
}
