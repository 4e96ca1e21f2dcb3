import sql, { type Sql } from 'sql-template-tag'
import { clampFinite } from '../../shared/numbers.ts'
import { formatTime } from '../../shared/time.ts'
import type { Rollup } from './rollup.ts'

/** A period whose rollup or sketch differs from its rows. */
export interface Difference {
  /** The record's table. */
  readonly table: string
  readonly grain: string
  readonly period: Date
  /** The values of the dimensions, by column. */
  readonly dimensions: Readonly<Record<string, string | number | boolean | null>>
  /** By how much each differing sum is too high, by name. Bins of a sketch are named by column and bin. */
  readonly excess: Readonly<Record<string, number>>
}

/** A difference as the database returns it. */
export type DifferenceRow = Readonly<Record<string, string | number | boolean | null>>

/** What a comparison found in one month. */
export interface Found {
  /** The number of compared sums or sketches. */
  readonly compared: number
  readonly differences: readonly Difference[]
}

/** Maximum number of reported differences of one record in one month, of its sums and of its sketches. */
export const maxDifferences = 1000

/** Converts a row with the excess of each sum by name. */
export const readDifference = (
  { table, dimensions }: Rollup,
  row: DifferenceRow,
  excess: readonly (readonly [name: string, excess: unknown])[],
): Difference => ({
  table: table.name,
  grain: String(row['grain']),
  period: new Date(String(row['period'])),
  dimensions: Object.fromEntries(dimensions.map(({ name }) => [name, row[name] ?? null])),
  excess: Object.fromEntries(
    excess.map(([name, value]) => [name, clampFinite(Number(value))] as const).filter(([, value]) => value !== 0),
  ),
})

/** A condition that a time is in a month in UTC. */
export const isInMonth =
  (month: Date) =>
  (time: Sql): Sql => {
    const start = sql`${formatTime(month)}::timestamptz`
    return sql`${time} >= ${start} AND ${time} < (${start} AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'`
  }
