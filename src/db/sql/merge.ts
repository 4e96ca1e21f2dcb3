import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { columnNamesSql } from './insert.ts'
import { tableSql } from './rows.ts'
import type { AnyTable, Column } from './table.ts'

/** How many rows were not there before, and how many were there and changed. */
export interface MergeCount {
  readonly added: number
  readonly changed: number
}

/** How rows that exist are brought up to date. */
export interface MergeOptions {
  /** The column by which a row is known. */
  readonly key: Column
  /** Whether a column's value stays as it is where there is one already. */
  readonly keeps: (column: Column) => boolean
}

/**
 * Inserts rows, and brings those that exist up to date, in one statement; rows that are the same are not written.
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
