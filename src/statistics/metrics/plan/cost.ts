import { resolveFilter } from '../../../db/sql/givenFilter.ts'
import { defaultPageSize, maxPageSize } from '../../../graphql/paging.ts'
import { maxBuckets } from '../../../shared/bucketLimit.ts'
import { countBucketsAtMost } from '../../../shared/timeBuckets.ts'
import type { MetricsArgs } from './arguments.ts'

/**
 * Maximum lengths of the lists of a metrics field: its groups, its buckets, and the buckets of each group, of which all
 * groups together have at most {@link maxBuckets}.
 */
export const countLists = (args: Partial<MetricsArgs>, now: Date) => {
  const { first = defaultPageSize, others = false } = args
  const groups = Math.min(Math.max(first, 0), maxPageSize) + (others ? 1 : 0)
  const series = countBuckets(args, now)
  return {
    series,
    groups: { size: groups, lists: { series: Math.min(series, Math.ceil(maxBuckets / Math.max(groups, 1))) } },
  }
}

const countBuckets = ({ bucket, filter, scope, timeZone }: Partial<MetricsArgs>, now: Date): number => {
  const { startTime, endTime } = resolveFilter({ filter, scope, timeZone }, now).window
  return bucket && startTime && endTime
    ? Math.min(countBucketsAtMost(bucket, startTime, endTime), maxBuckets)
    : maxBuckets
}
