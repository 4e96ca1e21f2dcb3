import sql, { type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import { isRolledUp } from '../../../db/lists/source.ts'
import { rolledSql } from '../../../db/rollups/rolled.ts'
import { columnSql, type Filter, filterSql } from '../../../db/sql/filters.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import type { MetricsSource } from '../../../records/definition/metrics/definition.ts'
import { type BucketRequest, checkBuckets } from '../../../shared/bucketLimit.ts'
import { day } from '../../../shared/duration.ts'
import { once } from '../../../shared/once.ts'
import { countBucketsAtLeast, listZoneSegments, type ZoneSegment } from '../../../shared/timeBuckets.ts'
import type { GivenWindow } from '../../../shared/timeWindow.ts'

const rangeSchema = z.object({ first: z.date().nullable(), last: z.date().nullable() })

/** A time range, both ends inclusive. */
export interface TimeRange {
  readonly first: Date
  readonly last: Date
}

/** Milliseconds by which the first and last row may differ from the range of rollups, which is precise to the month. */
const reach = 32 * day
/** The length of the longest window whose clock changes are listed without knowing where its rows are. */
const longWindow = 100 * 366 * day

const rangeSql = ({ rolledUp, relation, rules, time }: MetricsSource, filter: Filter<MonitoringFields>): Sql =>
  rolledUp && isRolledUp(filter, rolledUp.fields)
    ? sql`SELECT min("time") AS first, max("time") AS last FROM ${rolledSql(rolledUp.rollup, rules, filter)}`
    : sql`SELECT min(${columnSql(time)}) AS first, max(${columnSql(time)}) AS last FROM ${relation(filter)} WHERE ${filterSql(rules, filter)}`

/** Which rows a range is that of. */
interface RangeOptions {
  readonly filter: Filter<MonitoringFields>
  readonly window: Pick<GivenWindow, 'startTime' | 'endTime'>
}

/**
 * A time range that contains all rows of a window: the window itself if it is closed and not longer than a century,
 * otherwise the range of its rows, precise to the month. Undefined if there are none.
 */
const findTimeRange = async (
  prisma: Db,
  source: MetricsSource,
  { filter, window: { startTime, endTime } }: RangeOptions,
): Promise<TimeRange | undefined> => {
  if (startTime && endTime && endTime.getTime() - startTime.getTime() <= longWindow)
    return { first: startTime, last: endTime }
  const [range] = await prisma.$statistics(rangeSchema, rangeSql(source, filter))
  if (!range?.first || !range.last) return undefined
  const last = new Date(range.last.getTime() + reach)
  return { first: range.first, last: endTime && endTime < last ? endTime : last }
}

const utc: readonly ZoneSegment[] = [{ from: Number.NEGATIVE_INFINITY, offset: 0 }]

/** The segments of a time zone that a window needs. Each is determined when it is first needed. */
export interface WindowSegments {
  /** The segments that contain all rows of the window. */
  readonly ofRows: () => Promise<readonly ZoneSegment[]>
  /**
   * The segments that contain all buckets of a series, also those without rows if gaps are filled. Undefined if the
   * series has no buckets.
   * @throws BAD_USER_INPUT if the series certainly has too many buckets.
   */
  readonly ofSeries: (limits: SeriesLimits) => Promise<readonly ZoneSegment[] | undefined>
}

/** How series are divided into buckets. */
export interface SeriesLimits extends Pick<BucketRequest, 'unit' | 'groups' | 'hasOthers'> {
  readonly fillGaps: boolean
}

interface ZoneOptions extends RangeOptions {
  readonly timeZone: string
}

/** Prepares the segments of a window. The time range of its rows is read at most once, and only if it is open or long. */
export const makeWindowSegments = (
  prisma: Db,
  source: MetricsSource,
  { timeZone, ...options }: ZoneOptions,
): WindowSegments => {
  const { startTime, endTime } = options.window
  const findRange = once(() => findTimeRange(prisma, source, options))
  return {
    ofRows: once(async () => {
      if (timeZone === 'UTC') return utc
      const range = await findRange()
      return range ? listZoneSegments(timeZone, range.first, range.last) : utc
    }),
    ofSeries: async (limits) => {
      const { fillGaps } = limits
      checkLength(options.window, undefined, limits)
      if (timeZone === 'UTC') return utc
      if (fillGaps && startTime && endTime) return listZoneSegments(timeZone, startTime, endTime)
      const range = await findRange()
      if (!range) return undefined
      checkLength(options.window, range, limits)
      return listZoneSegments(timeZone, (fillGaps && startTime) || range.first, (fillGaps && endTime) || range.last)
    },
  }
}

/** Checks the length of a series whose gaps are filled. An open end of the window is that of the range, if it is known. */
const checkLength = (
  { startTime, endTime }: RangeOptions['window'],
  range: TimeRange | undefined,
  { fillGaps, ...series }: SeriesLimits,
): void => {
  const from = startTime ?? (range && new Date(range.first.getTime() + reach))
  const to = endTime ?? (range && new Date(range.last.getTime() - reach))
  if (!fillGaps || !from || !to) return
  const widest = { from: startTime ?? range?.first, to: endTime ?? range?.last }
  checkBuckets(countBucketsAtLeast(series.unit, from, to) * series.groups, { ...series, ...widest })
}
