import { once } from '../../../shared/once.ts'
import type { ResolvedWindow } from '../../../shared/timeWindow.ts'
import { type FoundGroups, findGroups } from './groups.ts'
import type { MetricsQuery, Values } from './metricsQuery.ts'
import { findOthers, findRankedValues, rankIn } from './ranked.ts'
import { totalRank } from './ranks.ts'
import { findSeries, type SeriesBucket } from './series.ts'
import { findTotals } from './totals.ts'

/** Metrics whose parts are computed if a field selects them. */
export interface Metrics {
  readonly window: ResolvedWindow
  readonly totals: () => Promise<Values>
  /** Null if there is no comparison. */
  readonly previous: () => Promise<Values | null>
  readonly series: () => Promise<readonly SeriesBucket[]>
  readonly groups: () => Promise<readonly MetricsGroup[]>
  readonly groupCount: () => Promise<number>
  readonly isTruncated: () => Promise<boolean>
}

/** A group of rows, or all rows outside of the listed groups. */
export interface MetricsGroup {
  /** The keys and values of the group, by column. */
  readonly values: Values
  readonly isOthers: boolean
  /** The values of all groups together. */
  readonly totals: () => Promise<Values>
  /** Null if there is no comparison. */
  readonly previous: () => Promise<Values | null>
  readonly series: () => Promise<readonly SeriesBucket[]>
}

/** Creates metrics. Nothing is read yet. */
export const makeMetrics = (query: MetricsQuery): Metrics => {
  const { current, previous, selection, options } = query
  const totals = once(() => findTotals(query, current, selection.totals))
  const found = once(() => findGroups(query))
  return {
    window: options.window,
    totals,
    previous: once(async () => (previous ? findTotals(query, previous, selection.previous) : null)),
    series: async () => {
      const { series, previousSeries } = selection
      const ranked = await findSeries(query, { selected: series, selectedPrevious: previousSeries, ranks: [totalRank] })
      return ranked.get(totalRank) ?? []
    },
    groups: async () => makeGroups(query, await found(), totals),
    groupCount: async () => (await found()).count,
    isTruncated: async () => isTruncated(await found()),
  }
}

const isTruncated = ({ rows, count }: FoundGroups): boolean => count > rows.length

const makeGroups = async (
  query: MetricsQuery,
  found: FoundGroups,
  totals: () => Promise<Values>,
): Promise<readonly MetricsGroup[]> => {
  const { previous, selection, options } = query
  const hasOthers = options.others && isTruncated(found)
  const of = hasOthers ? 'both' : 'groups'
  const findPrevious = once(
    async () => previous && findRankedValues(query, found, previous, selection.previousGroups, of),
  )
  const ranks = [...found.rows.map((_, index) => index + 1), ...(hasOthers ? [totalRank] : [])]
  const allSeries = once(() =>
    findSeries(query, {
      selected: selection.groupSeries,
      selectedPrevious: selection.previousGroupSeries,
      ranked: (stretch) => rankIn(found, stretch, of),
      ranks,
    }),
  )
  const makeGroup = (values: Values, rank: number): MetricsGroup => ({
    values,
    isOthers: rank === totalRank,
    totals,
    previous: async () => {
      if (!previous) return null
      return (await findPrevious())?.get(rank) ?? (await query.reading()).none
    },
    series: async () => (await allSeries()).get(rank) ?? [],
  })
  const listed = found.rows.map((row, index) => makeGroup(row, index + 1))
  return hasOthers ? [...listed, makeGroup(await findOthers(query, found), totalRank)] : listed
}
