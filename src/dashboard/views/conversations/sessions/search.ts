import { getRouteApi } from '@tanstack/react-router'
import type { SessionFilter } from '../../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../../scope/listSearch.ts'
import { type RawSearch, readTexts } from '../../../scope/search.ts'
import { defineOrder } from '../../../scope/sorting.ts'
import { readYesNo, toCondition, type YesNo } from '../shared/yesNo.ts'

/** The orders of the list; by default the latest active sessions come first. */
export const order = defineOrder({ active: 'LAST_ACTIVITY', start: 'START_TIME', messages: 'MESSAGE_COUNT' }, '-active')

/** The search parameters of the list of sessions. */
export interface SessionsSearch extends ListSearch {
  readonly platform?: readonly string[] | undefined
  readonly active?: YesNo
  readonly errors?: YesNo
  readonly feedback?: YesNo
}

/** Reads the search parameters of the list. */
export const readSessionsSearch = (raw: RawSearch): SessionsSearch => ({
  ...readListSearch(raw, order.keys),
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

/** The hooks of the list's route. */
export const sessionsPage = getRouteApi('/conversations/sessions')
