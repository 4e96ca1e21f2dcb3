import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { tableSql } from './rows.ts'
import { type AnyTable, type IdentifiedTable, keyOf, sqlTypes } from './table.ts'
import { encodeTextArray } from './textArray.ts'

/** A row of a table, with the names of its fields. */
export type InsertRow = Readonly<Record<string, unknown>>

/** The quoted names of all columns of a table, for an `INSERT`. */
export const columnNamesSql = (table: AnyTable): Sql =>
  join(
    Object.values(table.columns).map(({ name }) => raw(`"${name}"`)),
    ', ',
  )

/**
 * Rows as a relation with the given name and the columns of their table. Binds one array per column, for any number of
 * rows.
 */
export const rowsSql = (table: AnyTable, rows: readonly InsertRow[], name: string): Sql => {
  const values = Object.entries(table.columns).map(([field, { type }]) => {
    const ofColumn = rows.map((row) => row[field])
    const array = type === 'text' ? encodeTextArray(ofColumn as (string | null | undefined)[]) : ofColumn
    return sql`${array}::${raw(`${sqlTypes[type]}[]`)}`
  })
  return sql`unnest(${join(values, ', ')}) AS ${raw(name)} (${columnNamesSql(table)})`
}

/**
 * The order in which all writers store the rows of a relation `input`: byte by byte, like the index of the key. Writers
 * of the same rows then wait for each other in one direction, which prevents deadlocks.
 */
export const writeOrderSql = (table: IdentifiedTable): Sql => sql`ORDER BY input.${columnSql(keyOf(table))} COLLATE "C"`

/** Inserts rows in the order of their keys. Existing rows, by id or another unique column, are left unchanged. */
export const insertSql = (table: IdentifiedTable, rows: readonly InsertRow[]): Sql => sql`
  INSERT INTO ${tableSql(table)} (${columnNamesSql(table)})
  SELECT * FROM ${rowsSql(table, rows, 'input')} ${writeOrderSql(table)} ON CONFLICT DO NOTHING`

const insertSelectedSql = (table: AnyTable, source: Sql): Sql =>
  sql`INSERT INTO ${tableSql(table)} (${columnNamesSql(table)}) ${source} ON CONFLICT DO NOTHING`

/** Counts the rows that an `INSERT` stores, since distributed databases do not report how many conflict. */
const countInserted = async (db: Queryable, insert: Sql): Promise<number> =>
  (await db.query(sql`${insert} RETURNING 1`)).length

/** Inserts the rows that a statement selects, with all columns of a table. Existing rows are left unchanged. */
export const insertSelected = (db: Queryable, table: AnyTable, source: Sql): Promise<number> =>
  countInserted(db, insertSelectedSql(table, source))

/** Inserts rows as {@link insertSelected}, and returns the ids of the new ones. */
export const insertSelectedIds = async (db: Queryable, table: AnyTable, source: Sql): Promise<string[]> =>
  (await db.query<{ id: string }>(sql`${insertSelectedSql(table, source)} RETURNING id`)).map(({ id }) => id)

/**
 * Inserts any number of rows in one statement. Existing rows, by id or another unique column, are left unchanged.
 * @returns the number of new rows.
 */
export const insertRows = (db: Queryable, table: IdentifiedTable, rows: readonly InsertRow[]): Promise<number> =>
  countInserted(db, insertSql(table, rows))
