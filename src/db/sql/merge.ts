import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { columnNamesSql } from './insert.ts'
import { tableSql } from './rows.ts'
import type { AnyTable, Column } from './table.ts'

/** The number of new rows, and of existing rows that changed. */
export interface MergeCount {
  readonly added: number
  readonly changed: number
}

/** How existing rows are updated. */
export interface MergeOptions {
  /** The unique column that identifies a row. */
  readonly key: Column
  /** Whether an existing value of a column is kept. */
  readonly keeps: (column: Column) => boolean
}

/**
 * Inserts rows and updates existing ones, in one statement. Unchanged rows are not written.
 * @param source a statement that selects the rows, each key once and in the order of the keys.
 */
export const mergeRows = async (
  db: Queryable,
  table: AnyTable,
  source: Sql,
  { key, keeps }: MergeOptions,
): Promise<MergeCount> => {
  const columns = Object.values(table.columns).filter((column) => column !== key)
  const names = columns.map(columnSql)
  const values = columns.map((column) => {
    const name = columnSql(column)
    return keeps(column) ? sql`coalesce(stored.${name}, excluded.${name})` : sql`excluded.${name}`
  })
  const rows = await db.query<{ added: boolean }>(sql`
    INSERT INTO ${tableSql(table)} AS stored (${columnNamesSql(table)}) ${source}
    ON CONFLICT (${columnSql(key)}) DO UPDATE SET (${join(names, ', ')}) = ROW (${join(values, ', ')})
    WHERE (${join(
      names.map((name) => sql`stored.${name}`),
      ', ',
    )}) IS DISTINCT FROM (${join(values, ', ')})
    RETURNING ${raw('xmax = 0')} AS added`)
  const added = rows.filter((row) => row.added).length
  return { added, changed: rows.length - added }
}
