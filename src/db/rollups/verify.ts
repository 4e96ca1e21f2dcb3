import sql, { join, raw, type Sql } from 'sql-template-tag'
import { clampFinite } from '../../shared/numbers.ts'
import { formatTime } from '../../shared/time.ts'
import type { Queryable } from '../queryable.ts'
import { columnSql } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import { deltasSql, dimensionsSql, measureNames, measuresSql, type Rollup, rollupsSql } from './rollup.ts'
import { byGrainSql, rollupColumnsSql, rowsByHourSql } from './sums.ts'

/** A period whose rollup differs from the sum of its rows. */
export interface Difference {
  /** The record's table. */
  readonly table: string
  readonly grain: string
  readonly period: Date
  /** The values of the dimensions, by column. */
  readonly dimensions: Readonly<Record<string, string | number | boolean | null>>
  /** By how much each differing sum is too high, by name. */
  readonly excess: Readonly<Record<string, number>>
}

/** The result of a verification. */
export interface Verification {
  /** The number of compared sums: one per hour, day and month, and combination of dimensions. */
  readonly compared: number
  /** The differences, at most {@link maxDifferences} per month and record. */
  readonly differences: readonly Difference[]
}

/** Maximum number of reported differences of one record in one month. */
const maxDifferences = 1000

/**
 * Compares all rollups with the rows, one month per statement. Both are read from one snapshot, so that concurrent
 * writes cause no differences.
 * @param onProgress called after each month of each record's table.
 */
export const verifyRollups = async (
  db: Queryable,
  rollups: readonly Rollup[],
  onProgress: (table: string, month: Date) => void = () => undefined,
): Promise<Verification> => {
  let compared = 0
  const differences: Difference[] = []
  for (const rollup of rollups)
    for (const month of await listMonths(db, rollup)) {
      const found = await compareMonth(db, rollup, month)
      compared += found.compared
      differences.push(...found.differences.map((row) => readDifference(rollup, row)))
      onProgress(rollup.table.name, month)
    }
  return { compared, differences }
}

/** Lists the months with rows, rollups or deltas. */
const listMonths = async (db: Queryable, rollup: Rollup): Promise<Date[]> => {
  const time = columnSql(rollup.time)
  const months = await db.query<{ month: Date }>(sql`
    SELECT DISTINCT date_trunc('month', ${time}, 'UTC') AS month FROM ${tableSql(rollup.table)}
    UNION SELECT date_trunc('month', period, 'UTC') FROM ${rollupsSql(rollup)}
    UNION SELECT date_trunc('month', hour, 'UTC') FROM ${deltasSql(rollup)} ORDER BY 1`)
  return months.map(({ month }) => month)
}

type DifferenceRow = Readonly<Record<string, string | number | boolean | null>>

const compareMonth = async (
  db: Queryable,
  rollup: Rollup,
  month: Date,
): Promise<{ compared: number; differences: DifferenceRow[] }> => {
  const inMonth = (time: Sql) => {
    const start = sql`${formatTime(month)}::timestamptz`
    return sql`${time} >= ${start} AND ${time} < (${start} AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'`
  }
  const measures = measureNames(rollup).map((name) => raw(`"${name}"`))
  const negative = join(
    measures.map((name) => sql`-${name} AS ${name}`),
    ', ',
  )
  const [row] = await db.query<{ compared: number; differences: DifferenceRow[] | null }>(sql`
    WITH rows_by_hour AS (${rowsByHourSql(rollup, inMonth(columnSql(rollup.time)))}),
    deltas AS (
      SELECT hour AS period, ${dimensionsSql(rollup)}, ${measuresSql(rollup)} FROM ${deltasSql(rollup)} WHERE ${inMonth(raw('hour'))}
    ),
    signed AS (
      SELECT ${rollupColumnsSql(rollup)} FROM ${rollupsSql(rollup)} WHERE ${inMonth(raw('period'))}
      UNION ALL ${byGrainSql(rollup, raw('deltas'))}
      UNION ALL
      SELECT grain, period, ${dimensionsSql(rollup)}, ${negative} FROM (${byGrainSql(rollup, raw('rows_by_hour'))}) AS made
    ),
    compared AS (
      SELECT grain, period, ${dimensionsSql(rollup)}, ${join(
        measures.map((name) => sql`sum(${name}) AS ${name}`),
        ', ',
      )}
      FROM signed GROUP BY grain, period, ${dimensionsSql(rollup)}
    ),
    differing AS (
      SELECT * FROM compared
      WHERE ${join(
        measures.map((name) => sql`${name} <> 0`),
        ' OR ',
      )}
      ORDER BY period, grain LIMIT ${raw(String(maxDifferences))}
    )
    SELECT (SELECT count(*) FROM compared) AS compared, (SELECT json_agg(differing) FROM differing) AS differences`)
  return { compared: row?.compared ?? 0, differences: row?.differences ?? [] }
}

const readDifference = (rollup: Rollup, row: DifferenceRow): Difference => ({
  table: rollup.table.name,
  grain: String(row['grain']),
  period: new Date(String(row['period'])),
  dimensions: Object.fromEntries(rollup.dimensions.map(({ name }) => [name, row[name] ?? null])),
  excess: Object.fromEntries(
    measureNames(rollup)
      .map((name) => [name, clampFinite(Number(row[name]))] as const)
      .filter(([, excess]) => excess !== 0),
  ),
})
