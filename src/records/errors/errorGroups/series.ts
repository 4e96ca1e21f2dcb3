import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import type { Filter } from '../../../db/sql/filters.ts'
import { limitToWindow } from '../../../db/sql/givenFilter.ts'
import { checkBuckets, maxBuckets } from '../../../shared/bucketLimit.ts'
import { groupBy } from '../../../shared/groupBy.ts'
import {
  type Bucket,
  countBucketsAtLeast,
  formatBucketKey,
  listZoneSegments,
  makeBucket,
  type TimeBucket,
  walkBuckets,
  type ZoneSegment,
} from '../../../shared/timeBuckets.ts'
import { collectInSlices } from '../../../shared/timeSlices.ts'
import type { ResolvedWindow } from '../../../shared/timeWindow.ts'
import type { ErrorFields } from '../source.ts'
import type { ErrorGroup } from './groups.ts'
import { errorSeriesSql } from './sql.ts'

const rowSchema = z.object({ fingerprint: z.string(), segment: z.number(), local: z.number(), count: z.number() })

/** The number of errors of a group in one bucket of a time series. */
export interface ErrorBucket extends Bucket {
  readonly count: number
}

interface GroupBucket extends ErrorBucket {
  readonly fingerprint: string
}

/** Which errors a time series counts, and how it is divided. */
export interface SeriesOptions {
  readonly filter: Filter<ErrorFields>
  readonly window: Pick<ResolvedWindow, 'startTime' | 'endTime'>
  readonly unit: TimeBucket
  readonly timeZone: string
  /** Whether buckets without errors are included. */
  readonly fillGaps: boolean
}

const timesOf = (groups: readonly ErrorGroup[], field: 'firstSeen' | 'lastSeen') =>
  groups.map((group) => group[field].getTime())

/**
 * Counts the errors of some groups over time, in one statement. With `fillGaps`, all series cover the same time: the
 * window, whose open ends are replaced by the first and the last error of these groups.
 * @returns the buckets by fingerprint, in chronological order.
 * @throws BAD_USER_INPUT for more than {@link maxBuckets} buckets.
 */
export const findErrorSeries = async (
  prisma: Db,
  groups: readonly ErrorGroup[],
  { filter, window, unit, timeZone, fillGaps }: SeriesOptions,
): Promise<ReadonlyMap<string, readonly ErrorBucket[]>> => {
  if (groups.length === 0) return new Map()
  const first = new Date(Math.min(...timesOf(groups, 'firstSeen')))
  const last = new Date(Math.max(...timesOf(groups, 'lastSeen')))
  const [from, to] = fillGaps ? [window.startTime ?? first, window.endTime ?? last] : [first, last]
  const limits = { unit, groups: groups.length, from, to }
  if (fillGaps) checkBuckets(groups.length * countBucketsAtLeast(unit, from, to), limits)
  const segments = listZoneSegments(timeZone, from, to)
  const rows = await prisma.$statistics(
    rowSchema,
    errorSeriesSql(
      limitToWindow(filter, { startTime: first, endTime: last }),
      groups.map(({ fingerprint }) => fingerprint),
      { unit, segments, limit: maxBuckets + 1 },
    ),
  )
  checkBuckets(rows.length, limits)
  const found = await collectInSlices(readBuckets(rows, unit, segments))
  const gaps = fillGaps ? await collectInSlices(walkBuckets(unit, segments, from, to, maxBuckets)) : []
  checkBuckets(gaps.length * groups.length, limits)
  found.sort((a, b) => a.start.getTime() - b.start.getTime())
  const buckets = await collectInSlices(fillGaps ? fillGapsOf(groups, gaps, found) : found)
  return groupBy(buckets, ({ fingerprint }) => fingerprint)
}

type Row = z.infer<typeof rowSchema>

function* readBuckets(
  rows: readonly Row[],
  unit: TimeBucket,
  segments: readonly ZoneSegment[],
): Generator<GroupBucket> {
  for (const row of rows) yield { ...row, ...makeBucket(unit, segments, row) }
}

/** Yields all buckets of each group, with 0 errors where none is found. */
function* fillGapsOf(
  groups: readonly ErrorGroup[],
  gaps: readonly Bucket[],
  found: readonly GroupBucket[],
): Generator<GroupBucket> {
  const known = new Map(found.map((bucket) => [`${bucket.fingerprint} ${formatBucketKey(bucket)}`, bucket]))
  for (const { fingerprint } of groups)
    for (const gap of gaps)
      yield known.get(`${fingerprint} ${formatBucketKey(gap)}`) ?? { ...gap, fingerprint, count: 0 }
}
