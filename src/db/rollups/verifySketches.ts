import sql, { raw } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from '../sql/filters.ts'
import { type DifferenceRow, type Found, isInMonth, maxDifferences, readDifference } from './difference.ts'
import { dimensionsSql } from './rollup.ts'
import {
  binsByGrainSql,
  binsOfDeltasSql,
  binsOfRowsSql,
  pendingSql,
  type SketchedRollup,
  sketchesSql,
} from './sketches.ts'

/** A sketch that differs, with the excess of each bin. */
type SketchRow = DifferenceRow & { readonly excess: Readonly<Record<string, number>> }

/** Compares all sketches of a month with the rows, in one statement. */
export const compareSketches = async (db: Queryable, rollup: SketchedRollup, month: Date): Promise<Found> => {
  const inMonth = isInMonth(month)
  const names = sql`grain, period, ${dimensionsSql(rollup)}`
  const deltas = binsOfDeltasSql(rollup, pendingSql(rollup, inMonth(raw('hour'))))
  const rows = binsOfRowsSql(rollup, inMonth(columnSql(rollup.time)))
  const [row] = await db.query<{ compared: number; differences: readonly SketchRow[] | null }>(sql`
    WITH signed AS (
      SELECT ${names}, unnest(bins) AS bin, unnest(counts) AS n FROM ${sketchesSql(rollup)} WHERE ${inMonth(raw('period'))}
      UNION ALL ${binsByGrainSql(rollup, deltas)}
      UNION ALL SELECT ${names}, bin, -n FROM (${binsByGrainSql(rollup, rows)}) AS made
    ),
    binned AS (SELECT ${names}, bin, sum(n) AS n FROM signed GROUP BY ${names}, bin),
    compared AS (
      SELECT ${names}, json_object_agg(bin, n) FILTER (WHERE n <> 0) AS excess FROM binned GROUP BY ${names}
    ),
    differing AS (
      SELECT * FROM compared WHERE excess IS NOT NULL ORDER BY period, grain LIMIT ${raw(String(maxDifferences))}
    )
    SELECT (SELECT count(*) FROM compared) AS compared, (SELECT json_agg(differing) FROM differing) AS differences`)
  return {
    compared: row?.compared ?? 0,
    differences: (row?.differences ?? []).map(({ excess, ...difference }) => {
      const bins = Object.entries(excess).map(([bin, n]) => [`${rollup.sketched.name} bin ${bin}`, n] as const)
      return readDifference(rollup, difference, bins)
    }),
  }
}
