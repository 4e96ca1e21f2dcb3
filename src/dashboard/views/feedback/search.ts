import { getRouteApi } from '@tanstack/react-router'
import type { FeedbackFilter, FeedbackOrder } from '../../generated/graphql.ts'
import { type ListSearch, readListSearch } from '../../scope/listSearch.ts'
import { type RawSearch, readChoice, readChoices, readTexts } from '../../scope/search.ts'
import { parseSorting } from '../../scope/sorting.ts'

/** The ratings. */
export const ratings = ['LIKE', 'DISLIKE', 'UNKNOWN'] as const

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
  ...readListSearch(raw, ['time']),
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

/** The column that the list is sorted by; by default the newest feedback comes first. */
export const toSorting = ({ sort }: FeedbackSearch) => parseSorting(sort ?? '-time')

/** The order that the search parameters specify. */
export const toOrder = (search: FeedbackSearch): FeedbackOrder => ({
  field: 'TIMESTAMP',
  direction: toSorting(search).isDescending ? 'DESC' : 'ASC',
})

/** The hooks of the view's route. */
export const feedbackPage = getRouteApi('/feedback')
