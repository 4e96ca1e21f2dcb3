import { checkBuckets, maxBuckets } from '../../../shared/bucketLimit.ts'
import { badInput } from '../../../shared/errors.ts'
import { once } from '../../../shared/once.ts'
import { type Bucket, formatBucketKey, type TimeBucket } from '../../../shared/timeBuckets.ts'
import { collectInSlices } from '../../../shared/timeSlices.ts'
import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import { bucketKeys } from '../sql/keys.ts'
import { valuesBySql } from '../sql/valuesBy.ts'
import { type FoundBucket, listBuckets, readBuckets } from './buckets.ts'
import type { MetricsQuery, Values } from './metricsQuery.ts'
import { findPreviousBuckets, type PreviousBuckets } from './previousBuckets.ts'
import type { SeriesOptions } from './seriesOptions.ts'

/** One bucket of a time series, with the values of its rows. */
export interface SeriesBucket extends Bucket {
  readonly values: Values
  /** The values of the corresponding period of the window to compare with; null if there is no comparison. */
  readonly previous: () => Promise<Values | null>
}

/** @throws BAD_USER_INPUT if the arguments specify no length of the buckets. */
const requireBucket = (bucket: TimeBucket | undefined): TimeBucket => {
  if (!bucket) throw badInput('series requires the argument bucket: MINUTE, HOUR, DAY, WEEK or MONTH')
  return bucket
}

/**
 * Computes the selected measures over time, for all rows or for each group: in one statement, preceded by one for the
 * time range if the window is open and the zone is not UTC. With `fillGaps`, an open end of the window is replaced by
 * the first or last bucket.
 * @returns the buckets by the rank of the group, in chronological order.
 * @throws BAD_USER_INPUT for too many buckets.
 */
export const findSeries = async (
  query: MetricsQuery,
  series: SeriesOptions,
): Promise<ReadonlyMap<number, readonly SeriesBucket[]>> => {
  const { definition, options, current } = query
  const { filter, window } = current
  const unit = requireBucket(options.bucket)
  if (isEmptyWindow(window) || series.ranks.length === 0) return new Map()
  const { source } = definition
  const { fillGaps } = options
  const limits = { unit, fillGaps, groups: series.ranks.length, hasOthers: options.others }
  const segments = await current.segments.ofSeries(limits)
  if (!segments) return new Map()
  const { values, histograms } = series.selected
  const ranked = await series.ranked?.(current)
  const { estimates, none, read } = await query.reading()
  const rows = await read(
    valuesBySql(
      { source, filter, values, estimates },
      { buckets: bucketKeys(unit, segments), ranked, histograms, limit: maxBuckets + 1 },
    ),
  )
  checkBuckets(rows.length, { ...limits, from: window.startTime, to: window.endTime })
  const found = await readBuckets(rows, { unit, segments, isRanked: ranked !== undefined })
  const buckets = await listBuckets(found, { ...limits, segments, window })
  const findPrevious = once(() => findPreviousBuckets(query, buckets, series))
  return makeSeries(
    series.ranks,
    fillGaps ? fillGapsOf(series.ranks, found, buckets, none) : found,
    buckets,
    findPrevious,
  )
}

/** Adds the buckets without rows to each series. */
function* fillGapsOf(
  ranks: readonly number[],
  found: readonly FoundBucket[],
  buckets: readonly Bucket[],
  none: Values,
): Generator<FoundBucket> {
  const known = new Map(found.map((bucket) => [`${bucket.rank} ${formatBucketKey(bucket)}`, bucket]))
  for (const rank of ranks)
    for (const bucket of buckets)
      yield known.get(`${rank} ${formatBucketKey(bucket)}`) ?? { ...bucket, rank, values: none }
}

const makeSeries = async (
  ranks: readonly number[],
  found: Iterable<FoundBucket>,
  buckets: readonly Bucket[],
  findPrevious: () => Promise<PreviousBuckets | null>,
): Promise<ReadonlyMap<number, readonly SeriesBucket[]>> => {
  const positions = new Map(buckets.map((bucket, index) => [formatBucketKey(bucket), index]))
  const series = new Map(ranks.map((rank) => [rank, [] as SeriesBucket[]]))
  const add = ({ rank, ...bucket }: FoundBucket) => {
    const position = positions.get(formatBucketKey(bucket)) ?? 0
    const previous = async () => (await findPrevious())?.(rank, position) ?? null
    series.get(rank)?.push({ ...bucket, previous })
  }
  await collectInSlices(
    (function* () {
      for (const bucket of found) yield add(bucket)
    })(),
  )
  return series
}
