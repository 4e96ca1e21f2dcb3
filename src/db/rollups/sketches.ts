import sql, { join, raw, type Sql } from 'sql-template-tag'
import { blockHours } from '../../shared/hourSpans.ts'
import { columnSql } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import type { Column } from '../sql/table.ts'
import { deltasSql, dimensionsSql, type Rollup, rollupTables } from './rollup.ts'

/** A rollup with sketches. */
export type SketchedRollup = Rollup & { readonly sketched: Column }

/** Whether a rollup has sketches. */
export const hasSketches = (rollup: Rollup): rollup is SketchedRollup => rollup.sketched !== undefined

/** The quoted name of the table of sketches by period. */
export const sketchesSql = (rollup: SketchedRollup): Sql => tableSql({ name: rollupTables(rollup).sketches ?? '' })

/** The bin that a row's value is counted in. */
export const binSql = ({ sketched }: SketchedRollup): Sql => sql`botlens_bin(${columnSql(sketched)})`

/** The names of all columns of a table of sketches. */
export const sketchColumnsSql = (rollup: Rollup): Sql => sql`grain, period, ${dimensionsSql(rollup)}, bins, counts`

/** The grains of sketches: each with the dimensions, and in total. Blocks of hours exist in total only. */
const grains = raw(
  [
    ...['hour', 'day', 'month'].flatMap((unit) => [
      `('${unit}', '${unit}', FALSE)`,
      `('${unit}_total', '${unit}', TRUE)`,
    ]),
    `('block_total', 'block', TRUE)`,
  ].join(', '),
)

/** The start of the period that contains an hour. */
const periodSql = raw(
  `CASE unit WHEN 'block' THEN date_bin(interval '${blockHours} hours', period, timestamptz '2000-01-01 00:00:00Z') ELSE date_trunc(unit, period, 'UTC') END`,
)

const groups = ({ dimensions }: Rollup, others: number): Sql =>
  raw(Array.from({ length: dimensions.length + others }, (_, index) => index + 1).join(', '))

/** The bins of rows by hour: `period`, the dimensions, `bin`, and the number of rows `n`. */
export const binsOfRowsSql = (rollup: SketchedRollup, where: Sql): Sql => sql`
  SELECT date_trunc('hour', ${columnSql(rollup.time)}, 'UTC') AS period, ${dimensionsSql(rollup)},
    ${binSql(rollup)} AS bin, count(*) AS n
  FROM ${tableSql(rollup.table)} WHERE ${where} GROUP BY ${groups(rollup, 2)}`

/** The same of deltas, from a relation with their columns and `period`. */
export const binsOfDeltasSql = (rollup: SketchedRollup, deltas: Sql): Sql => sql`
  SELECT period, ${dimensionsSql(rollup)}, unnest(bins) AS bin, unnest(counts) AS n FROM ${deltas}`

/** The pending deltas, with `period`. */
export const pendingSql = (rollup: SketchedRollup, where: Sql): Sql => sql`
  (SELECT hour AS period, ${dimensionsSql(rollup)}, bins, counts FROM ${deltasSql(rollup)} WHERE ${where}) AS pending`

/**
 * Converts bins by hour to all grains: `grain`, `period`, the dimensions, `bin` and `n`. Bins without rows are omitted.
 */
export const binsByGrainSql = (rollup: SketchedRollup, bins: Sql): Sql => {
  const dimensions = rollup.dimensions.map(columnSql)
  return sql`
  SELECT grain, ${periodSql} AS period, ${join(
    dimensions.map((name) => sql`CASE WHEN NOT in_total THEN ${name} END AS ${name}`),
    ', ',
  )}, bin, sum(n)::integer AS n
  FROM (${bins}) AS hourly CROSS JOIN (VALUES ${grains}) AS grains (grain, unit, in_total)
  GROUP BY ${groups(rollup, 3)} HAVING sum(n) <> 0`
}

/** Converts bins by hour to the sketches of all grains. */
export const sketchesByGrainSql = (rollup: SketchedRollup, bins: Sql): Sql => sql`
  SELECT grain, period, ${dimensionsSql(rollup)}, array_agg(bin) AS bins, array_agg(n) AS counts
  FROM (${binsByGrainSql(rollup, bins)}) AS binned GROUP BY ${groups(rollup, 2)}`

/** Adds sketches to the stored ones. One without any remaining row has null bins. */
export const addSketchesSql = (rollup: SketchedRollup, sketches: Sql): Sql => sql`
    INSERT INTO ${sketchesSql(rollup)} AS stored (${sketchColumnsSql(rollup)}) ${sketches}
    ON CONFLICT (grain, period, ${dimensionsSql(rollup)}) DO UPDATE SET (bins, counts) = (
      SELECT array_agg(bin), array_agg(n) FROM (
        SELECT bin, sum(n)::integer AS n FROM (
          SELECT unnest(stored.bins) AS bin, unnest(stored.counts) AS n
          UNION ALL SELECT unnest(excluded.bins), unnest(excluded.counts)
        ) AS pairs GROUP BY bin HAVING sum(n) <> 0
      ) AS merged)`
