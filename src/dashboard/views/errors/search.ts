import { getRouteApi } from '@tanstack/react-router'
import type { ErrorFilter, ErrorGroupOrder, ErrorOrder } from '../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoice, readText, readTexts } from '../../scope/search.ts'
import { parseSorting } from '../../scope/sorting.ts'

const groupOrderFields = {
  count: 'COUNT',
  users: 'AFFECTED_USERS',
  sessions: 'AFFECTED_SESSIONS',
  first: 'FIRST_SEEN',
  last: 'LAST_SEEN',
} as const

/** The search parameters of the view. */
export interface ErrorsSearch extends ListSearch {
  /** What is listed: the errors instead of their groups. */
  readonly list?: 'errors' | undefined
  /** The fingerprint of the group that is shown. */
  readonly group?: string | undefined
  readonly type?: readonly string[] | undefined
  /** More groups than by default. */
  readonly more?: 'groups' | undefined
}

/** Whether the view shows errors, of one group or of all, rather than groups. */
const isListOfErrors = ({ list, group }: Pick<ErrorsSearch, 'list' | 'group'>): boolean =>
  list === 'errors' || group !== undefined

/** Reads the search parameters of the view. */
export const readErrorsSearch = (raw: RawSearch): ErrorsSearch => {
  const shown = { list: readChoice(raw, 'list', ['errors']), group: readText(raw, 'group') }
  const isList = isListOfErrors(shown)
  const listed = readListSearch(raw, isList ? ['time'] : Object.keys(groupOrderFields))
  return {
    ...listed,
    // A group of errors is no record that opens.
    open: isList ? listed.open : undefined,
    ...shown,
    type: readTexts(raw, 'type'),
    more: readChoice(raw, 'more', ['groups']),
  }
}

/** The filter that the search parameters specify. */
export const toFilter = ({ q, type, group }: ErrorsSearch): ErrorFilter => ({
  ...(q ? { search: q } : {}),
  ...(type ? { errorTypes: [...type] } : {}),
  ...(group ? { fingerprints: [group] } : {}),
})

/** The column that errors are sorted by; by default the newest come first. */
export const toErrorSorting = ({ sort }: ErrorsSearch) => parseSorting(sort ?? '-time')

/** The order of errors that the search parameters specify. */
export const toErrorOrder = (search: ErrorsSearch): ErrorOrder => ({
  field: 'TIMESTAMP',
  direction: toErrorSorting(search).isDescending ? 'DESC' : 'ASC',
})

/** The column that groups are sorted by; by default those with the most errors come first. */
export const toGroupSorting = ({ sort }: ErrorsSearch) => parseSorting(sort ?? '-count')

/** The order of groups that the search parameters specify. */
export const toGroupOrder = (search: ErrorsSearch): ErrorGroupOrder => {
  const { key, isDescending } = toGroupSorting(search)
  return {
    // The key was read as one of these.
    field: groupOrderFields[key as keyof typeof groupOrderFields],
    direction: isDescending ? 'DESC' : 'ASC',
  }
}

/** The hooks of the view's route. */
export const errorsPage = getRouteApi('/errors')
