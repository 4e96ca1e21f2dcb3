import { useNavigate } from '@tanstack/react-router'
import { type RawSearch, readNumber, readText, readTexts } from './search.ts'
import { readSorting, type SortSearch } from './sorting.ts'

/** The place of a page in a list: the cursor after or before it; neither for the first page. */
export interface Place {
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/** The outcomes that a call can have. */
export const callStatuses = ['SUCCESS', 'ERROR', 'TIMEOUT', 'PENDING', 'UNKNOWN'] as const

/** The numbers of records on a page to choose from. */
export const pageSizes = [50, 100, 250, 1000] as const

/** The search parameters of a view with a list, besides its own filters. */
export interface ListSearch extends SortSearch {
  /** The text that is searched for. */
  readonly q?: string | undefined
  /** The id of the record that is open. */
  readonly open?: string | undefined
  /** The part of the open record that is open, e.g. a step of a trace. */
  readonly part?: string | undefined
  /** The columns that are shown; by default those of the view. */
  readonly column?: readonly string[] | undefined
  /** The number of records on a page; undefined for the smallest. */
  readonly size?: number | undefined
}

/** Reads the search parameters of a view with a list, which can be sorted by some of its columns. */
export const readListSearch = (raw: RawSearch, sortKeys: readonly string[]): ListSearch => ({
  sort: readSorting(raw, sortKeys),
  q: readText(raw, 'q'),
  open: readText(raw, 'open'),
  part: readText(raw, 'part'),
  column: readTexts(raw, 'column'),
  size: readNumber(raw, 'size', pageSizes.slice(1)),
})

/** The arguments of the page of a connection that the URL asks for. */
export const toPageArguments = ({ after, before, size = pageSizes[0] }: Place & Pick<ListSearch, 'size'>) =>
  before === undefined ? { first: size, after: after ?? null } : { last: size, before }

/** Changes the search parameters of a view, as a new entry of the browser's history. */
export interface ListNavigation<Search> {
  /** Changes what is shown of the same list. */
  readonly go: (change: Partial<Search & Place>) => void
  /** Changes the list. Its first page is shown, since a place belongs to one list only. */
  readonly select: (change: Partial<Search>) => void
}

/** Returns functions that change the search parameters of the current view. */
export const useListNavigation = <Search extends ListSearch>(): ListNavigation<Search> => {
  const navigate = useNavigate()
  const go = (change: Partial<Search & Place>) =>
    void navigate({ to: '.', search: (search) => ({ ...search, ...change }), resetScroll: false })
  return { go, select: (change) => go({ ...change, after: undefined, before: undefined }) }
}
