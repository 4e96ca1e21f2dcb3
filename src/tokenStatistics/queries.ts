import sql from 'sql-template-tag'
import { z } from 'zod'
import { bucketKeySql } from '../db/buckets.ts'
import type { Queryable } from '../db/database.ts'
import type { MonitoringFilter } from '../db/monitoringRules.ts'
import { llmCallRangeSql, tokenFiguresSql, tokenSeriesSql } from '../llmCalls/queries.ts'
import { badInput } from '../shared/errors.ts'
import {
  type Bucket,
  type BucketKey,
  coarsestGrain,
  countBucketsAtLeast,
  listZoneSegments,
  makeBucket,
  type TimeBucket,
  walkBuckets,
  type ZoneSegment,
} from '../shared/timeBuckets.ts'
import { collectInTurns } from '../shared/turns.ts'

/** The most buckets that a series may have. */
export const maxBuckets = 10_000

const figuresSchema = z.object({
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
export type TokenFigures = Omit<z.infer<typeof figuresSchema>, 'modelName'>

/** The same of one model. */
export type ModelFigures = TokenFigures & { readonly modelName: string }

const sumsSchema = z.object({
  segment: z.number(),
  local: z.number(),
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  totalTokens: z.number(),
})

/** One bucket of a series, with the sums of its calls. */
export type TokenBucket = Omit<z.infer<typeof sumsSchema>, keyof BucketKey> & Bucket

const rangeSchema = z.object({ first: z.date().nullable(), last: z.date().nullable() })

/** How a series is cut. */
export interface SeriesOptions {
  readonly unit: TimeBucket
  readonly timeZone: string
  /** Whether buckets without calls are in it. */
  readonly fillGaps: boolean
}

const noCalls = {
  calls: 0,
  successCalls: 0,
  errorCalls: 0,
  zeroTokenSuccessCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  totalTokens: 0,
  durationMs: 0,
  cost: 0,
}

/** Figures of all calls and of each model, in one statement; the model with the most tokens first, then by name. */
export const findTokenFigures = async (
  db: Queryable,
  filter: MonitoringFilter,
): Promise<{ summary: TokenFigures; byModel: ModelFigures[] }> => {
  const rows = (await db.query(tokenFiguresSql(filter))).map((row) => figuresSchema.parse(row))
  const byModel = rows.flatMap(({ modelName, ...figures }) => (modelName === null ? [] : [{ modelName, ...figures }]))
  return { summary: rows.find(({ modelName }) => modelName === null) ?? noCalls, byModel }
}

/** Beyond the last call of the range that is found, which is known to the month. */
const rangeReach = 32 * 24 * 3_600_000

/**
 * Sums of calls over time, in at most two statements: the range of the data where the window leaves it open, then the sums.
 * @throws BAD_USER_INPUT for more than {@link maxBuckets} buckets.
 */
export const findTokenSeries = async (
  db: Queryable,
  filter: MonitoringFilter,
  { unit, timeZone, fillGaps }: SeriesOptions,
): Promise<TokenBucket[]> => {
  const { startTime, endTime } = filter
  const range = startTime && endTime ? { first: startTime, last: endTime } : await findRange(db, filter)
  if (!range) return []
  if (fillGaps && startTime && endTime) checkCount(countBucketsAtLeast(unit, startTime, endTime), unit)
  const segments = listZoneSegments(timeZone, range.first, range.last)
  const coarsest = coarsestGrain(unit, segments)
  const rows = await db.query(tokenSeriesSql(filter, bucketKeySql(sql`"time"`, unit, segments), coarsest))
  checkCount(rows.length, unit)
  const sums = (await collectInTurns(readSums(rows, unit, segments))).sort(
    (a, b) => a.start.getTime() - b.start.getTime(),
  )
  if (!fillGaps) return sums
  const [from, to] = [startTime ?? sums[0]?.start, endTime ?? sums.at(-1)?.start]
  if (!from || !to || from > to) return []
  checkCount(countBucketsAtLeast(unit, from, to), unit)
  const gaps = await collectInTurns(walkBuckets(unit, segments, from, to, maxBuckets))
  checkCount(gaps.length, unit)
  return mergeBuckets(gaps, sums)
}

/** Reads the sums of buckets, one at a time. */
function* readSums(
  rows: readonly unknown[],
  unit: TimeBucket,
  segments: readonly ZoneSegment[],
): Generator<TokenBucket> {
  for (const row of rows) {
    const sums = sumsSchema.parse(row)
    yield { ...sums, ...makeBucket(unit, segments, sums) }
  }
}

/** Times between which all calls of the filter lie; nothing where there are none. */
const findRange = async (db: Queryable, filter: MonitoringFilter): Promise<{ first: Date; last: Date } | undefined> => {
  const [row] = await db.query(llmCallRangeSql(filter))
  const { first, last } = rangeSchema.parse(row)
  return first && last ? { first, last: new Date(last.getTime() + rangeReach) } : undefined
}

const checkCount = (count: number, unit: TimeBucket): void => {
  if (count > maxBuckets)
    throw badInput(
      `The time series has more than ${maxBuckets.toLocaleString('en')} buckets of a ${unit}, which is the limit: ask for a shorter window or a longer bucket`,
    )
}

/** The gaps filled with the sums that belong there, in order of time. */
const mergeBuckets = (gaps: readonly Bucket[], sums: readonly TokenBucket[]): TokenBucket[] => {
  const none = { calls: 0, inputTokens: 0, outputTokens: 0, totalTokens: 0 }
  const buckets = new Map<string, TokenBucket>(gaps.map((bucket) => [keyOf(bucket), { ...none, ...bucket }]))
  for (const bucket of sums) buckets.set(keyOf(bucket), bucket)
  return [...buckets.values()].sort((a, b) => a.start.getTime() - b.start.getTime())
}

const keyOf = ({ segment, local }: BucketKey): string => `${segment}:${local}`
