import { getRouteApi } from '@tanstack/react-router'
import type { SessionFilter, SessionOrder } from '../../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../../scope/listSearch.ts'
import { type RawSearch, readTexts } from '../../../scope/search.ts'
import { parseSorting } from '../../../scope/sorting.ts'
import { readYesNo, toCondition, type YesNo } from '../shared/yesNo.ts'

const orderFields = { active: 'LAST_ACTIVITY', start: 'START_TIME', messages: 'MESSAGE_COUNT' } as const

/** The search parameters of the list of sessions. */
export interface SessionsSearch extends ListSearch {
  readonly platform?: readonly string[] | undefined
  readonly active?: YesNo
  readonly errors?: YesNo
  readonly feedback?: YesNo
}

/** Reads the search parameters of the list. */
export const readSessionsSearch = (raw: RawSearch): SessionsSearch => ({
  ...readListSearch(raw, Object.keys(orderFields)),
  platform: readTexts(raw, 'platform'),
  active: readYesNo(raw, 'active'),
  errors: readYesNo(raw, 'errors'),
  feedback: readYesNo(raw, 'feedback'),
})

/** The filter that the search parameters specify. */
export const toFilter = (search: SessionsSearch): SessionFilter => ({
  ...(search.q ? { search: search.q } : {}),
  ...(search.platform ? { platforms: [...search.platform] } : {}),
  ...toCondition('isActive', search.active),
  ...toCondition('hasErrors', search.errors),
  ...toCondition('hasFeedback', search.feedback),
})

/** The column that the list is sorted by; by default the latest active sessions come first. */
export const toSorting = ({ sort }: SessionsSearch) => parseSorting(sort ?? '-active')

/** The order that the search parameters specify. */
export const toOrder = (search: SessionsSearch): SessionOrder => {
  const { key, isDescending } = toSorting(search)
  return {
    // The key was read as one of these.
    field: orderFields[key as keyof typeof orderFields],
    direction: isDescending ? 'DESC' : 'ASC',
  }
}

/** The hooks of the list's route. */
export const sessionsPage = getRouteApi('/conversations/sessions')
