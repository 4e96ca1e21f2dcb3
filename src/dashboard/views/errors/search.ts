import { getRouteApi } from '@tanstack/react-router'
import type { ErrorFilter } from '../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoice, readText, readTexts } from '../../scope/search.ts'
import { defineOrder } from '../../scope/sorting.ts'

/** The orders of errors; by default the newest come first. */
export const errorOrder = defineOrder({ time: 'TIMESTAMP' }, '-time')

/** The orders of groups; by default those with the most errors come first. */
export const groupOrder = defineOrder(
  {
    count: 'COUNT',
    users: 'AFFECTED_USERS',
    sessions: 'AFFECTED_SESSIONS',
    first: 'FIRST_SEEN',
    last: 'LAST_SEEN',
  },
  '-count',
)

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
  const listed = readListSearch(raw, (isList ? errorOrder : groupOrder).keys)
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

/** The hooks of the view's route. */
export const errorsPage = getRouteApi('/errors')
