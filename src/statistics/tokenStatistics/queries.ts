import sql from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { bucketKeySql } from '../../db/sql/buckets.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { checkBuckets, maxBuckets } from '../../shared/bucketLimit.ts'
import { day } from '../../shared/duration.ts'
import {
  type Bucket,
  type BucketKey,
  coarsestGrain,
  countBucketsAtLeast,
  formatBucketKey,
  listZoneSegments,
  makeBucket,
  type TimeBucket,
  walkBuckets,
  type ZoneSegment,
} from '../../shared/timeBuckets.ts'
import { collectInSlices } from '../../shared/timeSlices.ts'
import { llmCallRangeSql, tokenSeriesSql, tokenTotalsSql } from './sql.ts'

const statisticsSchema = z.object({
  modelName: z.string().nullable(),
  calls: z.number(),
  successCalls: z.number(),
  errorCalls: z.number(),
  zeroTokenSuccessCalls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  totalTokens: z.number(),
  durationMs: z.number(),
  cost: z.number(),
})

/** Counts and sums of LLM calls. */
export type TokenTotals = Omit<z.infer<typeof statisticsSchema>, 'modelName'>

/** Counts and sums of the LLM calls of one model. */
export type ModelTotals = TokenTotals & { readonly modelName: string }

const sumsSchema = z.object({
  segment: z.number(),
  local: z.number(),
  calls: z.number(),
  errorCalls: z.number(),
  failedCalls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  totalTokens: z.number(),
  durationMs: z.number(),
  cost: z.number(),
})

/** One bucket of a time series, with the sums of its calls. */
export type TokenBucket = Omit<z.infer<typeof sumsSchema>, keyof BucketKey> & Bucket

const rangeSchema = z.object({ first: z.date().nullable(), last: z.date().nullable() })

/** Options of a time series. */
export interface SeriesOptions {
  readonly unit: TimeBucket
  readonly timeZone: string
  /** Whether buckets without calls are included. */
  readonly fillGaps: boolean
  /** Whether failed calls are counted. */
  readonly byStatus: boolean
}

const noCalls = {
  calls: 0,
  successCalls: 0,
  errorCalls: 0,
  failedCalls: 0,
  zeroTokenSuccessCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  totalTokens: 0,
  durationMs: 0,
  cost: 0,
}

/**
 * Statistics of all calls and of each model, in one statement. Models with the most tokens come first, then by name.
 */
export const findTokenTotals = async (
  prisma: Db,
  filter: MonitoringFilter,
): Promise<{ summary: TokenTotals; byModel: ModelTotals[] }> => {
  const rows = await prisma.$statistics(statisticsSchema, tokenTotalsSql(filter))
  const byModel = rows.flatMap(({ modelName, ...statistics }) =>
    modelName === null ? [] : [{ modelName, ...statistics }],
  )
  return { summary: rows.find(({ modelName }) => modelName === null) ?? noCalls, byModel }
}

/**
 * Milliseconds by which the first and last call may differ from the range that rollups return, which is precise to the
 * month.
 */
const rangeReach = 32 * day

/** The time range in which all buckets of a series start, and the minimum number of its buckets. */
interface SeriesRange {
  readonly first: Date
  readonly last: Date
  readonly fewest: number
}

/**
 * Sums of calls over time, in at most two statements: one for the range of the calls, unless the window determines it,
 * and one for the sums. With `fillGaps`, an open end of the window is replaced by the first or last call.
 * @throws BAD_USER_INPUT for more than {@link maxBuckets} buckets.
 */
export const findTokenSeries = async (
  prisma: Db,
  filter: MonitoringFilter,
  { unit, timeZone, fillGaps, byStatus }: SeriesOptions,
): Promise<TokenBucket[]> => {
  const range = await findRange(prisma, filter, { unit, fillGaps })
  if (!range) return []
  checkBuckets(range.fewest, { unit, groups: 1, from: range.first, to: range.last })
  const segments = listZoneSegments(timeZone, range.first, range.last)
  const buckets = {
    key: bucketKeySql(sql`"time"`, unit, segments),
    coarsest: coarsestGrain(unit, segments),
    limit: maxBuckets + 1,
    byStatus,
  }
  const rows = await prisma.$statistics(sumsSchema, tokenSeriesSql(filter, buckets))
  checkBuckets(rows.length, { unit, groups: 1, from: range.first, to: range.last })
  const sums = (await collectInSlices(readSums(rows, unit, segments))).sort(
    (a, b) => a.start.getTime() - b.start.getTime(),
  )
  const [from, to] = [filter.startTime ?? sums[0]?.start, filter.endTime ?? lastMoment(sums.at(-1))]
  if (!fillGaps || !from || !to) return sums
  const gaps = await collectInSlices(walkBuckets(unit, segments, from, to, maxBuckets))
  checkBuckets(gaps.length, { unit, groups: 1, from, to })
  return collectInSlices(mergeBuckets(gaps, sums))
}

/** Converts rows to buckets, one at a time. */
function* readSums(
  rows: readonly z.infer<typeof sumsSchema>[],
  unit: TimeBucket,
  segments: readonly ZoneSegment[],
): Generator<TokenBucket> {
  for (const row of rows) yield { ...row, ...makeBucket(unit, segments, row) }
}

const lastMoment = (bucket: Bucket | undefined): Date | undefined => bucket && new Date(bucket.end.getTime() - 1)

/**
 * Finds the time range of a series; undefined if it has no buckets. For a closed window with `fillGaps`, it is the
 * window. Otherwise only the part of the window that has calls is relevant, since a window may span thousands of years.
 */
const findRange = async (
  prisma: Db,
  filter: MonitoringFilter,
  { unit, fillGaps }: Pick<SeriesOptions, 'unit' | 'fillGaps'>,
): Promise<SeriesRange | undefined> => {
  const { startTime, endTime } = filter
  const count = (from: Date, to: Date) => (fillGaps ? countBucketsAtLeast(unit, from, to) : 0)
  if (fillGaps && startTime && endTime) return { first: startTime, last: endTime, fewest: count(startTime, endTime) }
  const [range] = await prisma.$statistics(rangeSchema, llmCallRangeSql(filter))
  const { first = null, last = null } = range ?? {}
  if (!first || !last) return undefined
  const beyond = (time: Date) => new Date(time.getTime() + rangeReach)
  return {
    first: (fillGaps && startTime) || first,
    last: (fillGaps && endTime) || beyond(last),
    fewest: count(startTime ?? beyond(first), endTime ?? last),
  }
}

/** Yields all buckets of a window in chronological order, with zeros for buckets without calls. */
function* mergeBuckets(gaps: readonly Bucket[], sums: readonly TokenBucket[]): Generator<TokenBucket> {
  const found = new Map(sums.map((bucket) => [formatBucketKey(bucket), bucket]))
  for (const gap of gaps) yield found.get(formatBucketKey(gap)) ?? { ...noCalls, ...gap }
}
