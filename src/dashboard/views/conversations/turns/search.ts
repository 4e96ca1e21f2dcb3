import { getRouteApi } from '@tanstack/react-router'
import type { MessageFilter, TurnFilter } from '../../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../../scope/listSearch.ts'
import { type RawSearch, readNumber, readTexts } from '../../../scope/search.ts'
import { defineOrder } from '../../../scope/sorting.ts'
import { readYesNo, toCondition, type YesNo } from '../shared/yesNo.ts'

/** The orders of the list; by default the newest turns come first. */
export const order = defineOrder(
  {
    time: 'TIMESTAMP',
    waiting: 'FIRST_REPLY_MS',
    duration: 'DURATION',
    tokens: 'TOTAL_TOKENS',
    cost: 'TOTAL_COST',
  },
  '-time',
)

/** Waiting times in milliseconds, of which at least one can be asked for. */
export const waitingTimes = [2_000, 5_000, 10_000, 30_000] as const

/** The search parameters of the list of turns. */
export interface TurnsSearch extends ListSearch {
  readonly runner?: readonly string[] | undefined
  readonly platform?: readonly string[] | undefined
  readonly user?: readonly string[] | undefined
  readonly errors?: YesNo
  readonly feedback?: YesNo
  readonly replied?: YesNo
  /** The shortest waiting time, in milliseconds. */
  readonly waiting?: number | undefined
}

/** Reads the search parameters of the list. */
export const readTurnsSearch = (raw: RawSearch): TurnsSearch => ({
  ...readListSearch(raw, order.keys),
  runner: readTexts(raw, 'runner'),
  platform: readTexts(raw, 'platform'),
  user: readTexts(raw, 'user'),
  errors: readYesNo(raw, 'errors'),
  feedback: readYesNo(raw, 'feedback'),
  replied: readYesNo(raw, 'replied'),
  waiting: readNumber(raw, 'waiting', waitingTimes),
})

/** The filter of the messages whose turns the search parameters may select. */
export const toMessageFilter = ({ runner, platform, user }: TurnsSearch): MessageFilter & TurnFilter => ({
  ...(runner ? { runnerNames: [...runner] } : {}),
  ...(platform ? { platforms: [...platform] } : {}),
  ...(user ? { userIds: [...user] } : {}),
})

/** The filter that the search parameters specify. */
export const toFilter = (search: TurnsSearch): TurnFilter => ({
  ...toMessageFilter(search),
  ...(search.q ? { search: search.q } : {}),
  ...(search.waiting ? { firstReplyMs: { gte: search.waiting } } : {}),
  ...toCondition('hasErrors', search.errors),
  ...toCondition('hasFeedback', search.feedback),
  ...toCondition('hasReply', search.replied),
})

/** The hooks of the list's route. */
export const turnsPage = getRouteApi('/conversations')
