import { join, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import type { AnyTable, Column } from '../sql/table.ts'

/**
 * What is counted and summed up of a record, by hour, day and month. The tables and the triggers that keep them are in
 * the migrations: a rollup that changes needs a new one.
 */
export interface Rollup {
  readonly table: AnyTable
  /** The column by whose time rows fall into periods. */
  readonly time: Column
  /** The columns whose values are kept apart. */
  readonly dimensions: readonly Column[]
  /** What is summed up besides the number of rows: the column in the rollup's tables, and its value for one row. */
  readonly measures: Readonly<Record<string, Sql>>
}

/** The names of a rollup's tables: of sums by period, and of what is not yet in them, with a sign, by hour. */
export const rollupTables = ({ table }: Rollup): { readonly rollups: string; readonly deltas: string } => {
  const own = table.name.replace('monitoring_', 'botlens_')
  return { rollups: `${own}_rollups`, deltas: `${own}_deltas` }
}

/** The quoted name of the table that holds sums by period. */
export const rollupsSql = (rollup: Rollup): Sql => tableSql({ name: rollupTables(rollup).rollups })

/** The quoted name of the table that holds deltas. */
export const deltasSql = (rollup: Rollup): Sql => tableSql({ name: rollupTables(rollup).deltas })

/** The names of a rollup's dimensions. */
export const dimensionsSql = ({ dimensions }: Rollup): Sql => join(dimensions.map(columnSql), ', ')

/** What is summed up of one row, by name: the number of rows first. */
export const measuresOfRow = ({ measures }: Rollup): readonly (readonly [name: string, value: Sql])[] => [
  ['row_count', raw('1')],
  ...Object.entries(measures),
]

/** The names of what is summed up. */
export const measureNames = (rollup: Rollup): readonly string[] => measuresOfRow(rollup).map(([name]) => name)

/** The quoted names of what is summed up, as columns of a rollup's tables. */
export const measuresSql = (rollup: Rollup): Sql =>
  join(
    measureNames(rollup).map((name) => raw(`"${name}"`)),
    ', ',
  )
