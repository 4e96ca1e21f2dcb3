import sql, { join, raw, type Sql } from 'sql-template-tag'
import { bucketSql, localTimeSql, millisecondsSql } from '../../../db/sql/buckets.ts'
import { columnSql } from '../../../db/sql/filters.ts'
import { literalSql } from '../../../db/sql/literals.ts'
import type { Dimension } from '../../../records/definition/metrics/dimensions.ts'
import { day, hour, minute } from '../../../shared/duration.ts'
import type { Grain } from '../../../shared/rollupSpans.ts'
import { formatTime } from '../../../shared/time.ts'
import {
  coarsestGrain,
  isWithinDay,
  listStartHours,
  longestStep,
  type TimeBucket,
  type ZoneSegment,
} from '../../../shared/timeBuckets.ts'

/** An expression that rows are grouped by. */
export interface Key {
  readonly type: 'text' | 'integer' | 'bigint' | 'boolean' | 'timestamp'
  /**
   * What rows are grouped by. A text keeps the collation of its column, whose statistics PostgreSQL would not use
   * otherwise.
   * @param time the time of a row, or of the period that it is in.
   */
  readonly select: (time: Sql) => Sql
  /** Converts the value of a group for the result. */
  readonly show?: (value: Sql) => Sql
  /** The column that it is computed from, by name; undefined if it is computed from the time. */
  readonly column?: string
  /** Whether it is the column itself, so that groups can be found by an index. */
  readonly isPlain?: boolean
  /** The items of each row as an array of texts, for a key that is one item of a list. */
  readonly items?: Sql
  /** Whether there may be about as many values as users or sessions. */
  readonly isNumerous?: boolean
  /** Whether it has the same value for all rows. */
  readonly isConstant?: boolean
  /** Whether it is computed from each row on its own. */
  readonly needsRow?: boolean
  /** How exact the time must be; undefined if it is not computed from the time. */
  readonly clock?: Clock
}

/** How exact a time must be for a key. */
export interface Clock {
  /** The longest rollup periods with the same key; undefined if rows are needed. */
  readonly grain: Grain | undefined
  /** The longest periods with the same key, in milliseconds; undefined if only the exact time has one. */
  readonly step: number | undefined
  /** The hours of the day in UTC at which its values may change; undefined if they may change at any time. */
  readonly startHours: readonly number[] | undefined
}

const clockOf = (unit: TimeBucket, segments: readonly ZoneSegment[]): Clock => ({
  grain: coarsestGrain(unit, segments),
  step: longestStep(unit, segments),
  startHours: listStartHours(unit, segments),
})

/** The key of a dimension. */
export const keyOf = ({ value }: Dimension, segments: readonly ZoneSegment[]): Key => {
  switch (value.kind) {
    case 'hourOfDay':
      return {
        type: 'integer',
        select: (time) => sql`date_part('hour', ${localTimeSql(time, segments).local})::integer`,
        clock: clockOf('hour', segments),
      }
    case 'dayOfWeek':
      return {
        type: 'integer',
        select: (time) => sql`date_part('isodow', ${localTimeSql(time, segments).local})::integer`,
        clock: clockOf('day', segments),
      }
    case 'list':
      return { type: 'text', select: () => raw(`"${value.name}"`), column: value.name, items: value.items }
    case 'enum': {
      const column = columnSql(value.column)
      const known = join(Object.values(value.kinds).map(literalSql), ', ')
      return {
        type: 'text',
        select: () =>
          sql`CASE WHEN ${column} IN (${known}) THEN ${column}::text WHEN ${column} IS NOT NULL THEN 'unknown' END`,
        column: value.column.name,
      }
    }
    case 'boolean':
      return { type: 'boolean', select: () => columnSql(value.column), column: value.column.name, isPlain: true }
    default:
      return {
        type: 'text',
        select: () => columnSql(value.column),
        column: value.column.name,
        isPlain: true,
        isNumerous: value.isNumerous ?? false,
      }
  }
}

/** The keys of the buckets of a time series: the segment of the zone, and the start in local time. */
export const bucketKeys = (unit: TimeBucket, segments: readonly ZoneSegment[]): readonly [Key, Key] => {
  const clock = clockOf(unit, segments)
  return [
    {
      type: 'integer',
      select: (time) => bucketSql(time, unit, segments).segment,
      isConstant: !isWithinDay(unit) || segments.length === 1,
      clock,
    },
    { type: 'timestamp', select: (time) => bucketSql(time, unit, segments).start, show: millisecondsSql, clock },
  ]
}

const steps = [hour, 15 * minute, minute]

const listHours = (times: readonly Date[]): readonly number[] => [...new Set(times.map((time) => time.getUTCHours()))]

/** The key of periods with the given bounds, in order: the number of bounds at or before a time. */
export const slotKey = (bounds: readonly Date[]): Key => {
  const isAligned = (step: number) => bounds.every((bound) => bound.getTime() % step === 0)
  const step = steps.find(isAligned)
  const grain = isAligned(day) ? 'day' : step === hour ? 'hour' : undefined
  const values = bounds.map(formatTime)
  return {
    type: 'integer',
    select: (time) => sql`width_bucket(${time}, ${values}::timestamptz[])`,
    clock: { grain, step, startHours: step === hour ? listHours(bounds) : undefined },
  }
}
