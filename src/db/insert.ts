import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from './database.ts'
import { columnSql } from './filters.ts'
import { tableSql } from './rows.ts'
import type { AnyTable, Column, ColumnType } from './table.ts'

const arrayTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text[]',
  int: 'integer[]',
  float: 'float8[]',
  time: 'timestamptz[]',
  boolean: 'boolean[]',
}

type Rows = readonly Readonly<Record<string, unknown>>[]

/** All columns of all rows as one array a column, so that a statement is the same however many rows there are. */
const rowsSql = (table: AnyTable, rows: Rows): Sql => {
  const columns = Object.entries(table.columns)
  const names = columns.map(([, { name }]) => raw(`"${name}"`))
  const values = columns.map(([field, { type }]) => sql`${rows.map((row) => row[field])}::${raw(arrayTypes[type])}`)
  return sql`
    INSERT INTO ${tableSql(table)} (${join(names, ', ')})
    SELECT * FROM unnest(${join(values, ', ')})`
}

/**
 * Inserts rows in one statement; a row that exists, by its id or another unique column, stays as it is.
 * @returns how many were added.
 */
export const insertRows = (db: Queryable, table: AnyTable, rows: Rows): Promise<number> =>
  db.execute(sql`${rowsSql(table, rows)} ON CONFLICT DO NOTHING`)

/** Inserts rows in one statement; a row whose id exists is replaced. No id may come twice. */
export const upsertRows = (
  db: Queryable,
  table: AnyTable & { columns: { id: Column } },
  rows: Rows,
): Promise<number> => {
  const columns = Object.values(table.columns).map(({ name }) => raw(`"${name}" = EXCLUDED."${name}"`))
  return db.execute(sql`
    ${rowsSql(table, rows)} ON CONFLICT (${columnSql(table.columns.id)}) DO UPDATE SET ${join(columns, ', ')}`)
}
