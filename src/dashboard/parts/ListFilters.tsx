import type { ReactNode } from 'react'
import type { OperationDocument } from '../api/resultOf.ts'
import type { ListSearch } from '../scope/listSearch.ts'
import { SearchBox } from '../ui/SearchBox.tsx'
import { FacetPicker, type FacetsData, type FacetVariables } from './FacetPicker.tsx'

type ValueOf<Facet> = NonNullable<Facet> extends readonly { readonly value: infer Value }[] ? Value : never

/** The names of the search parameters that have any number of the values. */
type ParameterOf<Search, Value> = {
  [Name in keyof Search]-?: NonNullable<Search[Name]> extends readonly Value[] ? Name : never
}[keyof Search]

/** A facet that a list can be filtered by, with the search parameter that has its selected values. */
export type FacetFilter<Facets, Search> = {
  readonly [Name in keyof Facets & string]: {
    readonly facet: Name
    readonly parameter: ParameterOf<Search, ValueOf<Facets[Name]>> & string
    readonly label: string
    /** The name of a value; by default the value. */
    readonly nameOf?: (value: ValueOf<Facets[Name]>) => string
  }
}[keyof Facets & string]

/** Selects the records of a list: a text to search for, facets, and what else the view has. */
export const ListFilters = <Search extends ListSearch, Facets extends FacetsData, Filter extends object>({
  searchLabel,
  document,
  facets,
  filter,
  search,
  onChange,
  before,
  children,
}: {
  readonly searchLabel: string
  /** The document that loads the values of one facet. */
  readonly document: OperationDocument<{ readonly list: { readonly facets: Facets } }, FacetVariables<Filter>>
  readonly facets: readonly FacetFilter<Facets, Search>[]
  /** The filter of the list. */
  readonly filter: Filter
  readonly search: Search
  readonly onChange: (change: Partial<Search>) => void
  /** What is selected first, e.g. the kind of records. */
  readonly before?: ReactNode
  readonly children?: ReactNode
}) => {
  // The types of the facets and parameters were checked by `FacetFilter`, which the compiler does not know here.
  const change = (parameter: string, value: unknown) => onChange({ [parameter]: value } as Partial<Search>)
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2 max-sm:contents">
      {before}
      <SearchBox
        label={searchLabel}
        value={search.q ?? ''}
        onSearch={(text) => change('q', text.trim() === '' ? undefined : text)}
      />
      {/* On narrow screens a line of its own, below the buttons of the list, that scrolls sideways. */}
      <div className="order-last -mx-4 -my-1 flex w-screen gap-2 overflow-x-auto px-4 py-1 sm:contents">
        {facets.map(({ facet, parameter, label, nameOf }) => (
          <FacetPicker
            key={facet}
            label={label}
            document={document}
            facet={facet}
            filter={filter}
            {...(nameOf ? { nameOf: nameOf as (value: string) => string } : {})}
            selected={search[parameter as keyof Search] as readonly string[] | undefined}
            onSelect={(values) => change(parameter, values)}
          />
        ))}
        {children}
      </div>
    </div>
  )
}
