import sql, { type Sql } from 'sql-template-tag'
import { columnSql } from '../../../db/sql/filters.ts'
import { tableSql } from '../../../db/sql/rows.ts'
import { type AnyTable, type Column, columnOf } from '../../../db/sql/table.ts'
import type { NameSource } from './dimensions.ts'

/** The table in which the newest known name of an id is found. */
export interface NameTable {
  readonly table: { readonly name: string }
  readonly id: Column
  readonly name: Column
  readonly time: Column
}

/**
 * The table and the columns of a source of names.
 * @param find finds the table of a record's model.
 * @throws Error if there is no such record or field: a programming mistake.
 */
export const nameTableOf = (
  { model, id, name, time }: NameSource,
  find: (model: NameSource['model']) => AnyTable | undefined,
): NameTable => {
  const table = find(model)
  if (!table) throw new Error(`There is no record ${model}`)
  return { table, id: columnOf(table, id), name: columnOf(table, name), time: columnOf(table, time) }
}

/** What `newestNameSql` selects, in descriptions of the schema. */
export const newestNameDescription =
  'Most recent non-empty name, regardless of the filter and the time window. For bots and pipelines, it is taken from all stored records of the same type (for turns, from messages); for users, from messages (for sessions, from sessions). Null if there is none.'

/**
 * The most recent name of an id, found by an index. Empty names are ignored. The id is compared in the collation of the
 * column, since an index is not used in another one: a text from JSON has no collation itself.
 */
export const newestNameSql = ({ table, id, name, time }: NameTable, value: Sql): Sql => sql`(
  SELECT ${columnSql(name)} FROM ${tableSql(table)}
  WHERE ${columnSql(id)} = to_json(${value}) #>> '{}' AND ${columnSql(name)} <> ''
  ORDER BY ${columnSql(time)} DESC, ${columnSql(name)} LIMIT 1)`
