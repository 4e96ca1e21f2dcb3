import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { tableSql } from './rows.ts'
import { type AnyTable, type IdentifiedTable, keyOf, sqlTypes } from './table.ts'

/** Rows of a table as statements see them, under the names of its columns. */
export type InsertRow = Readonly<Record<string, unknown>>

/** The quoted names of all columns of a table, for an `INSERT`. */
export const columnNamesSql = (table: AnyTable): Sql =>
  join(
    Object.values(table.columns).map(({ name }) => raw(`"${name}"`)),
    ', ',
  )

/** Rows as a relation of the given name, with the columns of their table: one value a column, whatever their number. */
export const rowsSql = (table: AnyTable, rows: readonly InsertRow[], name: string): Sql => {
  const values = Object.entries(table.columns).map(
    ([field, { type }]) => sql`${rows.map((row) => row[field])}::${raw(`${sqlTypes[type]}[]`)}`,
  )
  return sql`unnest(${join(values, ', ')}) AS ${raw(name)} (${columnNamesSql(table)})`
}

/**
 * The order in which all writers store the rows of a relation `input`: byte by byte, as the index of the key compares.
 * Writers of the same rows then wait for each other in one direction, and never deadlock.
 */
export const writeOrderSql = (table: IdentifiedTable): Sql => sql`ORDER BY input.${columnSql(keyOf(table))} COLLATE "C"`

/** Inserts rows in the order of their keys; one that exists, by its id or another unique column, stays as it is. */
export const insertSql = (table: IdentifiedTable, rows: readonly InsertRow[]): Sql => sql`
  INSERT INTO ${tableSql(table)} (${columnNamesSql(table)})
  SELECT * FROM ${rowsSql(table, rows, 'input')} ${writeOrderSql(table)} ON CONFLICT DO NOTHING`

/** Inserts the rows that a statement selects, with all columns of a table; one that exists stays as it is. */
export const insertSelected = (db: Queryable, table: AnyTable, source: Sql): Promise<number> =>
  db.execute(sql`INSERT INTO ${tableSql(table)} (${columnNamesSql(table)}) ${source} ON CONFLICT DO NOTHING`)

/**
 * Inserts rows in one statement, whatever their number; a row that exists, by its id or another unique column, stays
 * as it is.
 * @returns how many were added.
 */
export const insertRows = (db: Queryable, table: IdentifiedTable, rows: readonly InsertRow[]): Promise<number> =>
  db.execute(insertSql(table, rows))
