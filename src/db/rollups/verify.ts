import sql, { empty, join, raw } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import {
  type Difference,
  type DifferenceRow,
  type Found,
  isInMonth,
  maxDifferences,
  readDifference,
} from './difference.ts'
import { deltasSql, dimensionsSql, measureNames, measuresSql, type Rollup, rollupsSql } from './rollup.ts'
import { hasSketches, sketchesSql } from './sketches.ts'
import { byGrainSql, rollupColumnsSql, rowsByHourSql } from './sums.ts'
import { compareSketches } from './verifySketches.ts'

/** The result of a verification. */
export interface Verification {
  /** The number of compared sums and sketches: one each per hour, day and month, and combination of dimensions. */
  readonly compared: number
  /** The differences, at most {@link maxDifferences} per month and record. */
  readonly differences: readonly Difference[]
}

/**
 * Compares all rollups and sketches with the rows, one month per statement. Both are read from one snapshot, so that
 * concurrent writes cause no differences.
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
      const found = [
        await compareSums(db, rollup, month),
        ...(hasSketches(rollup) ? [await compareSketches(db, rollup, month)] : []),
      ]
      for (const part of found) {
        compared += part.compared
        differences.push(...part.differences)
      }
      onProgress(rollup.table.name, month)
    }
  return { compared, differences }
}

/** Lists the months with rows, rollups, sketches or deltas. */
const listMonths = async (db: Queryable, rollup: Rollup): Promise<Date[]> => {
  const time = columnSql(rollup.time)
  const sketches = hasSketches(rollup)
    ? sql`UNION SELECT date_trunc('month', period, 'UTC') FROM ${sketchesSql(rollup)}`
    : empty
  const months = await db.query<{ month: Date }>(sql`
    SELECT DISTINCT date_trunc('month', ${time}, 'UTC') AS month FROM ${tableSql(rollup.table)}
    UNION SELECT date_trunc('month', period, 'UTC') FROM ${rollupsSql(rollup)} ${sketches}
    UNION SELECT date_trunc('month', hour, 'UTC') FROM ${deltasSql(rollup)} ORDER BY 1`)
  return months.map(({ month }) => month)
}

const compareSums = async (db: Queryable, rollup: Rollup, month: Date): Promise<Found> => {
  const inMonth = isInMonth(month)
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
  return {
    compared: row?.compared ?? 0,
    differences: (row?.differences ?? []).map((difference) =>
      readDifference(
        rollup,
        difference,
        measureNames(rollup).map((name) => [name, difference[name]]),
      ),
    ),
  }
}
