import { getRouteApi } from '@tanstack/react-router'
import { type RawSearch, readChoice } from '../../scope/search.ts'

/** The measures that the lists of models, bots and users can be ordered by. */
export const topMeasures = ['totalTokens', 'totalCost', 'calls', 'failedCalls'] as const

/** One of these measures. */
export type TopMeasure = (typeof topMeasures)[number]

/** What the chart of the traffic counts. */
export const trafficKinds = ['messages', 'calls'] as const

/** The search parameters of the view. What has its default value is not in the URL. */
export interface OverviewSearch {
  readonly top?: TopMeasure | undefined
  readonly traffic?: (typeof trafficKinds)[number] | undefined
}

/** Reads the search parameters of the view. */
export const readOverviewSearch = (raw: RawSearch): OverviewSearch => ({
  top: readChoice(raw, 'top', topMeasures),
  traffic: readChoice(raw, 'traffic', trafficKinds),
})

/** The hooks of the view's route. */
export const overviewPage = getRouteApi('/')
