import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { type Column, sqlTypes, type Table } from './table.ts'

/** A sort key of a list. The id breaks ties; nulls come last in either direction. */
export interface SortKey {
  readonly column: Column
  /** The replacement of null in the index, per direction; undefined if the column has no nulls. */
  readonly nulls?: { readonly asc: string; readonly desc: string }
}

/** A position between rows: immediately after, or before, the row with this sort value and id. */
export interface Position {
  /** The sort value as text that PostgreSQL parses without loss. */
  readonly value: string
  readonly id: string
}

/** Which rows of a table to read, and in which order. */
export interface PageRequest {
  /** Names of the record's fields. Only their columns are read. */
  readonly fields: readonly string[]
  readonly where: Sql
  readonly sortBy: SortKey
  readonly descending: boolean
  /** Whether to read from the end of the order. The rows are then in reverse order. */
  readonly fromEnd: boolean
  readonly after?: Position | undefined
  readonly before?: Position | undefined
  readonly limit: number
  readonly offset: number
}

/** A row of a page: the requested fields, and its position in the order. */
export type PageRow<Row> = Row & { readonly $sort: Date | number }

/** A row of a page of one of several parents. */
export type KeyedRow<Row> = PageRow<Row> & { readonly $key: string }

/** Parents of rows: the column that refers to the parent, and the parents' ids. */
export interface Parents {
  readonly column: Column
  readonly keys: readonly string[]
}

interface Identified {
  readonly id: unknown
}

/** The quoted name of a table. */
export const tableSql = (table: { readonly name: string }): Sql => raw(`"${table.name}"`)

/** The columns of the named fields, each with its field's name as alias. */
export const fieldsSql = <Row>(table: Table<Row>, fields: readonly string[]): Sql =>
  join(
    fields.map((field) => raw(`"${table.columns[field as keyof Row].name}" AS "${field}"`)),
    ', ',
  )

const sortSql = ({ column, nulls }: SortKey, descending: boolean): Sql =>
  nulls ? sql`coalesce(${columnSql(column)}, ${raw(descending ? nulls.desc : nulls.asc)})` : columnSql(column)

const positionSql = (request: PageRequest, id: Sql, position: Position | undefined, behind: boolean): Sql => {
  if (!position) return empty
  const { sortBy, descending } = request
  const operator = raw(behind === descending ? '<' : '>')
  const type = raw(sqlTypes[sortBy.column.type])
  return sql` AND (${sortSql(sortBy, descending)}, ${id}) ${operator} (${position.value}::${type}, ${position.id})`
}

const pageSql = <Row extends Identified>(table: Table<Row>, request: PageRequest, scope: Sql): Sql => {
  const { fields, where, sortBy, descending, fromEnd, after, before, limit, offset } = request
  const key = sortSql(sortBy, descending)
  const id = columnSql(table.columns.id)
  const direction = raw(descending === fromEnd ? 'ASC' : 'DESC')
  return sql`
    SELECT ${fieldsSql(table, fields)}, ${key} AS "$sort"
    FROM ${tableSql(table)}
    WHERE ${scope} AND ${where}${positionSql(request, id, after, true)}${positionSql(request, id, before, false)}
    ORDER BY ${key} ${direction}, ${id} ${direction}
    LIMIT ${limit}::bigint${offset > 0 ? sql` OFFSET ${offset}::bigint` : empty}`
}

/** Reads one page of a table: at most `limit` rows, in order, or from the end in reverse order. */
export const readPage = <Row extends Identified>(
  db: Queryable,
  table: Table<Row>,
  request: PageRequest,
): Promise<PageRow<Row>[]> => db.query(pageSql(table, request, sql`TRUE`))

/** Reads the same page for each of many parents, in one statement that reads no more rows than it returns. */
export const readPages = <Row extends Identified>(
  db: Queryable,
  table: Table<Row>,
  parents: Parents,
  request: PageRequest,
): Promise<KeyedRow<Row>[]> =>
  db.query(sql`
    SELECT page.*, parent.key AS "$key"
    FROM unnest(${parents.keys}::text[]) AS parent (key)
    CROSS JOIN LATERAL (${pageSql(table, request, sql`${columnSql(parents.column)} = parent.key`)}) AS page`)

/** Counts the rows that match a condition. */
export const countRows = async <Row>(db: Queryable, table: Table<Row>, where: Sql): Promise<number> => {
  const [row] = await db.query<{ count: number }>(sql`SELECT count(*) FROM ${tableSql(table)} WHERE ${where}`)
  return row?.count ?? 0
}

/** Counts the same for each of many parents, in one statement. A parent without rows has no entry. */
export const countRowsByKey = <Row>(
  db: Queryable,
  table: Table<Row>,
  parents: Parents,
  where: Sql,
): Promise<{ key: string; count: number }[]> =>
  db.query(sql`
    SELECT ${columnSql(parents.column)} AS key, count(*) FROM ${tableSql(table)}
    WHERE ${columnSql(parents.column)} = ANY(${parents.keys}) AND ${where} GROUP BY 1`)
