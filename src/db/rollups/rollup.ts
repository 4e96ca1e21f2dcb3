import { join, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import type { AnyTable, Column } from '../sql/table.ts'

/**
 * The rollup of a record: what is counted and summed by hour, day and month. Its tables and triggers are created by
 * migrations, so changing a rollup requires a new migration.
 */
export interface Rollup {
  readonly table: AnyTable
  /** The time column that assigns rows to periods. */
  readonly time: Column
  /** The columns to group by. */
  readonly dimensions: readonly Column[]
  /** The sums besides the number of rows: the column in the rollup's tables, and its value for one row. */
  readonly measures: Readonly<Record<string, Sql>>
  /** The column of integers whose distribution is kept in sketches; undefined for none. */
  readonly sketched?: Column
}

/** The names of a rollup's tables: sums by period, pending deltas by hour with a sign, and sketches if it has any. */
export const rollupTables = ({
  table,
  sketched,
}: Rollup): { readonly rollups: string; readonly deltas: string; readonly sketches?: string } => {
  const own = table.name.replace('monitoring_', 'botlens_')
  return { rollups: `${own}_rollups`, deltas: `${own}_deltas`, ...(sketched && { sketches: `${own}_sketches` }) }
}

/** The quoted name of the table of sums by period. */
export const rollupsSql = (rollup: Rollup): Sql => tableSql({ name: rollupTables(rollup).rollups })

/** The quoted name of the table of deltas. */
export const deltasSql = (rollup: Rollup): Sql => tableSql({ name: rollupTables(rollup).deltas })

/** The quoted names of a rollup's dimensions. */
export const dimensionsSql = ({ dimensions }: Rollup): Sql => join(dimensions.map(columnSql), ', ')

/** The measures of one row by name, with the number of rows first. */
export const measuresOfRow = ({ measures }: Rollup): readonly (readonly [name: string, value: Sql])[] => [
  ['row_count', raw('1')],
  ...Object.entries(measures),
]

/** The names of the measures. */
export const measureNames = (rollup: Rollup): readonly string[] => measuresOfRow(rollup).map(([name]) => name)

/** The quoted names of the measures, as columns of a rollup's tables. */
export const measuresSql = (rollup: Rollup): Sql =>
  join(
    measureNames(rollup).map((name) => raw(`"${name}"`)),
    ', ',
  )
