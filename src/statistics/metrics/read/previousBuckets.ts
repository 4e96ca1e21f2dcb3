import { alignBuckets } from '../../../shared/alignedBuckets.ts'
import type { Bucket } from '../../../shared/timeBuckets.ts'
import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import { slotKey } from '../sql/keys.ts'
import { valuesBySql } from '../sql/valuesBy.ts'
import type { MetricsQuery, Values } from './metricsQuery.ts'
import { totalRank } from './ranks.ts'
import type { SeriesOptions } from './seriesOptions.ts'

/** The values that correspond to a bucket of a group's series, by the group's rank and the bucket's position. */
export type PreviousBuckets = (rank: number, position: number) => Values

/**
 * Computes the selected measures of the periods that correspond to the buckets of one or several series, in one
 * statement. Null if there is no comparison.
 * @param buckets the buckets of all series, in chronological order.
 */
export const findPreviousBuckets = async (
  { definition: { source }, options, current, previous, reading }: MetricsQuery,
  buckets: readonly Bucket[],
  { selectedPrevious: { values, histograms }, ranked: rankIn }: SeriesOptions,
): Promise<PreviousBuckets | null> => {
  const { bucket: unit, timeZone } = options
  const { startTime } = current.window
  if (!previous || !unit || !startTime) return null
  const { filter, window } = previous
  const { estimates, none, read } = await reading()
  if (isEmptyWindow(window) || !window.startTime || !window.endTime) return () => none
  const alignment = alignBuckets(buckets, {
    unit,
    timeZone,
    startTime,
    previous: { startTime: window.startTime, endTime: window.endTime },
  })
  const ranked = await rankIn?.(previous)
  const rows = await read(
    valuesBySql({ source, filter, values, estimates }, { buckets: [slotKey(alignment.bounds)], ranked, histograms }),
  )
  const found = new Map(
    rows.map((row) => {
      const [rank, slot] = ranked ? [row['k0'], row['k1']] : [totalRank, row['k0']]
      return [`${rank ?? totalRank} ${alignment.buckets[Number(slot) - 1]}`, row]
    }),
  )
  return (rank, position) => found.get(`${rank} ${position}`) ?? none
}
