import { checkBuckets, maxBuckets } from '../../../shared/bucketLimit.ts'
import {
  type Bucket,
  formatBucketKey,
  makeBucket,
  type TimeBucket,
  walkBuckets,
  type ZoneSegment,
} from '../../../shared/timeBuckets.ts'
import { collectInSlices } from '../../../shared/timeSlices.ts'
import type { ResolvedWindow } from '../../../shared/timeWindow.ts'
import type { Values } from './metricsQuery.ts'
import { totalRank } from './ranks.ts'

/** A bucket with rows: of which group, and with which values. */
export interface FoundBucket extends Bucket {
  readonly rank: number
  readonly values: Values
}

interface ReadOptions {
  readonly unit: TimeBucket
  readonly segments: readonly ZoneSegment[]
  /** Whether the first column of the key is the rank of a group. */
  readonly isRanked: boolean
}

/** Converts rows to buckets, in chronological order. */
export const readBuckets = async (
  rows: readonly Values[],
  { unit, segments, isRanked }: ReadOptions,
): Promise<FoundBucket[]> => {
  const [segment, local] = isRanked ? (['k1', 'k2'] as const) : (['k0', 'k1'] as const)
  const buckets = await collectInSlices(
    (function* () {
      for (const values of rows)
        yield {
          ...makeBucket(unit, segments, { segment: Number(values[segment]), local: Number(values[local]) }),
          rank: isRanked ? Number(values['k0'] ?? totalRank) : totalRank,
          values,
        }
    })(),
  )
  return buckets.sort((one, other) => one.start.getTime() - other.start.getTime())
}

interface ListOptions {
  readonly unit: TimeBucket
  readonly segments: readonly ZoneSegment[]
  readonly fillGaps: boolean
  readonly groups: number
  readonly hasOthers: boolean
  readonly window: Pick<ResolvedWindow, 'startTime' | 'endTime'>
}

/**
 * Lists the buckets of all series together: those with rows or, with `fillGaps`, all within the window, whose open ends
 * are replaced by the first and last bucket with rows.
 * @throws BAD_USER_INPUT if the series together have too many.
 */
export const listBuckets = async (
  found: readonly Bucket[],
  { unit, segments, fillGaps, groups, hasOthers, window }: ListOptions,
): Promise<readonly Bucket[]> => {
  const last = found.at(-1)
  const from = window.startTime ?? found[0]?.start
  const to = window.endTime ?? (last && new Date(last.end.getTime() - 1))
  if (!fillGaps || !from || !to) return [...new Map(found.map((bucket) => [formatBucketKey(bucket), bucket])).values()]
  const buckets = await collectInSlices(walkBuckets(unit, segments, from, to, maxBuckets))
  checkBuckets(buckets.length * groups, { unit, groups, hasOthers, from, to })
  return buckets
}
