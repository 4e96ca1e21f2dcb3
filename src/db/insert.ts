import sql, { join, raw } from 'sql-template-tag'
import type { Queryable } from './database.ts'
import { tableSql } from './rows.ts'
import type { AnyTable, ColumnType } from './table.ts'

const arrayTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text[]',
  int: 'integer[]',
  float: 'float8[]',
  time: 'timestamptz[]',
  boolean: 'boolean[]',
}

/**
 * Inserts rows in one statement, whatever their number; a row that exists, by its id or another unique column, stays
 * as it is.
 * @returns how many were added.
 */
export const insertRows = (
  db: Queryable,
  table: AnyTable,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<number> => {
  const columns = Object.entries(table.columns)
  const names = columns.map(([, { name }]) => raw(`"${name}"`))
  const values = columns.map(([field, { type }]) => sql`${rows.map((row) => row[field])}::${raw(arrayTypes[type])}`)
  return db.execute(sql`
    INSERT INTO ${tableSql(table)} (${join(names, ', ')})
    SELECT * FROM unnest(${join(values, ', ')}) ON CONFLICT DO NOTHING`)
}
