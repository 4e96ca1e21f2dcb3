import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import { dimensionsSql, measureNames, measuresOfRow, measuresSql, type Rollup } from './rollup.ts'

const quoted = (name: string): Sql => raw(`"${name}"`)

const groups = ({ dimensions }: Rollup, before: number): Sql =>
  raw(Array.from({ length: dimensions.length + before }, (_, index) => index + 1).join(', '))

/** The names of all columns of a rollup's table. */
export const rollupColumnsSql = (rollup: Rollup): Sql =>
  sql`grain, period, ${dimensionsSql(rollup)}, ${measuresSql(rollup)}`

/** The rows of a record, summed by hour: `period`, the dimensions and measures. */
export const rowsByHourSql = (rollup: Rollup, where: Sql): Sql => sql`
  SELECT date_trunc('hour', ${columnSql(rollup.time)}, 'UTC') AS period, ${dimensionsSql(rollup)},
    ${join(
      measuresOfRow(rollup).map(([name, value]) => sql`sum(${value}) AS ${quoted(name)}`),
      ', ',
    )}
  FROM ${tableSql(rollup.table)} WHERE ${where} GROUP BY ${groups(rollup, 1)}`

/**
 * Converts sums by hour, from the relation with the given name, to all grains: `grain`, `period`, the dimensions and
 * measures. The grain `hour_total` has no dimensions and is used for long time series by hour.
 */
export const byGrainSql = (rollup: Rollup, hourly: Sql): Sql => {
  const sums = join(
    measureNames(rollup).map((name) => sql`sum(${quoted(name)}) AS ${quoted(name)}`),
    ', ',
  )
  return sql`
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, ${dimensionsSql(rollup)}, ${sums}
  FROM ${hourly} CROSS JOIN (VALUES ('hour', 'hour'), ('day', 'day'), ('month', 'month')) AS grains (grain, unit)
  GROUP BY ${groups(rollup, 2)}
  UNION ALL
  SELECT 'hour_total', period, ${join(
    rollup.dimensions.map(() => raw('NULL')),
    ', ',
  )}, ${sums}
  FROM ${hourly} GROUP BY period`
}
