import { getRouteApi } from '@tanstack/react-router'
import type { FeedbackFilter } from '../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoice, readChoices, readTexts } from '../../scope/search.ts'
import { defineOrder } from '../../scope/sorting.ts'

/** The ratings. */
export const ratings = ['LIKE', 'DISLIKE', 'UNKNOWN'] as const

/** The orders of the list; by default the newest feedback comes first. */
export const order = defineOrder({ time: 'TIMESTAMP' }, '-time')

/** What the chart shows. */
export const chartKinds = ['rate', 'ratings'] as const

/** The search parameters of the view. */
export interface FeedbackSearch extends ListSearch {
  readonly rating?: readonly (typeof ratings)[number][] | undefined
  readonly platform?: readonly string[] | undefined
  readonly chart?: (typeof chartKinds)[number] | undefined
}

/** Reads the search parameters of the view. */
export const readFeedbackSearch = (raw: RawSearch): FeedbackSearch => ({
  ...readListSearch(raw, order.keys),
  rating: readChoices(raw, 'rating', ratings),
  platform: readTexts(raw, 'platform'),
  chart: readChoice(raw, 'chart', chartKinds),
})

/** The filter of the list that the search parameters specify. */
export const toFilter = ({ rating, ...search }: FeedbackSearch): FeedbackFilter => ({
  ...toMetricsFilter(search),
  ...(rating ? { types: [...rating] } : {}),
})

/** The filter of the metrics: all ratings, since the satisfaction with dislikes alone would be 0. */
export const toMetricsFilter = ({ q, platform }: Omit<FeedbackSearch, 'rating'>): FeedbackFilter => ({
  ...(q ? { search: q } : {}),
  ...(platform ? { platforms: [...platform] } : {}),
})

/** The hooks of the view's route. */
export const feedbackPage = getRouteApi('/feedback')
