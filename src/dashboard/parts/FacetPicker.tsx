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

/** The facets that a document returns if the variable with the name of the facet is true. */
type Facets<Name extends string> = { readonly [Key in Name]?: readonly FacetValue[] }

type ValueOf<Data, Name extends string> = Data extends Facets<Name> ? NonNullable<Data[Name]>[number]['value'] : never

/**
 * Selects any number of the values of a facet. The values and their counts, which hold under the other filters, are
 * loaded when the picker opens.
 */
export const FacetPicker = <Data extends Facets<Name>, Name extends string, Filter extends object>({
  label,
  document,
  facet,
  filter,
  nameOf = (value) => value,
  selected = [],
  onSelect,
}: {
  readonly label: string
  readonly document: OperationDocument<{ readonly list: { readonly facets: Data } }, FacetVariables<Filter>>
  /** The facet, which is a field of the filter, too. */
  readonly facet: Name
  /** The filter of the list. */
  readonly filter: Filter
  /** The name of a value; by default the value. */
  readonly nameOf?: (value: ValueOf<Data, Name>) => string
  readonly selected?: readonly ValueOf<Data, Name>[] | undefined
  /** Receives undefined for no restriction. */
  readonly onSelect: (values: readonly ValueOf<Data, Name>[] | undefined) => void
}) => {
  const formats = useFormats()
  const { scope } = useScope()
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  // A choice in the picker does not restrict its facet. Without it, the variables, and the data, remain the same.
  const variables = { scope, filter: { ...filter, [facet]: undefined }, search, first: maxValues, [facet]: true }
  const query = useRefreshedOperation(document, variables, { enabled: isOpen, isKept: true })
  const values = query.data?.list.facets[facet] ?? []
  const toName = (value: string) => nameOf(value as ValueOf<Data, Name>)
  return (
    <FilterPicker
      label={label}
      options={values.map(({ value, count, name }) => ({
        value,
        text: name ?? toName(value),
        note: formats.number(count),
      }))}
      nameOf={toName}
      query={query}
      selected={selected}
      onSelect={(chosen) => onSelect(chosen.length > 0 ? (chosen as readonly ValueOf<Data, Name>[]) : undefined)}
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
