import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { type Column, sqlTypes, type Table } from './table.ts'

/** A sort key of a list. The id breaks ties; nulls come last in either direction. */
export interface SortKey {
  /** The column; with an expression, its type is that of the expression. */
  readonly column: Column
  /** The expression to sort by instead of the column, as in its index. */
  readonly expression?: Sql
  /** The value that represents null in a position, per direction; undefined if the column has no nulls. */
  readonly nulls?: { readonly asc: string; readonly desc: string }
  /** Whether rows with null are read separately, as a second range of an index on the column and the id. */
  readonly readsNullsApart?: boolean
}

/**
 * How a page is first looked for among a limited number of rows, the first ones in order: rows are then checked one by
 * one until the page is full. If that does not find the whole page, the condition of the request finds it.
 */
export interface Nearby {
  /** A condition that all rows of the page meet and that an index serves: the rows to check. */
  readonly candidates: Sql
  /** The condition of the page, in the form that is best for a few rows. */
  readonly where: Sql
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
  /** How the page is first looked for; by default it is not. */
  readonly nearby?: Nearby | undefined
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
  /** What the column equals for the parent with the given key: a subquery, or `ANY` of an array. By default the key. */
  readonly match?: (key: Sql) => Sql
}

interface Identified {
  readonly id: unknown
}

/** The quoted name of a table. */
export const tableSql = (table: { readonly name: string }): Sql => raw(`"${table.name}"`)

/** Columns by the list of their fields, and by table: the fields of a repeated document are the same list. */
const knownFields = new WeakMap<readonly string[], Map<string, Sql>>()

/** The columns of the named fields, each with its field's name as alias. The list of names must not change. */
export const fieldsSql = <Row>(table: Table<Row>, fields: readonly string[]): Sql => {
  const known = knownFields.get(fields) ?? new Map<string, Sql>()
  knownFields.set(fields, known)
  const found = known.get(table.name)
  if (found) return found
  const columns = fields.map((field) => raw(`"${table.columns[field as keyof Row].name}" AS "${field}"`))
  const made = join(columns, ', ')
  known.set(table.name, made)
  return made
}

const sortSql = ({ column, expression = columnSql(column), nulls }: SortKey, descending: boolean): Sql =>
  nulls ? sql`coalesce(${expression}, ${raw(descending ? nulls.desc : nulls.asc)})` : expression

const positionSql = (request: PageRequest, id: Sql, position: Position | undefined, behind: boolean): Sql => {
  if (!position) return empty
  const { sortBy, descending } = request
  const operator = raw(behind === descending ? '<' : '>')
  const type = raw(sqlTypes[sortBy.column.type])
  return sql` AND (${sortSql(sortBy, descending)}, ${id}) ${operator} (${position.value}::${type}, ${position.id})`
}

/** A page whose rows are chosen first, so that computed columns are read for these rows only. */
const computedPageSql = <Row extends Identified>(table: Table<Row>, request: PageRequest, scope: Sql): Sql => {
  const direction = raw(request.descending === request.fromEnd ? 'ASC' : 'DESC')
  const id = columnSql(table.columns.id)
  return sql`
    SELECT ${fieldsSql(table, request.fields)}, chosen."$sort"
    FROM (${storedPageSql(table, { ...request, fields: ['id'] }, scope)}) AS chosen
    JOIN ${tableSql(table)} USING (${id})
    ORDER BY chosen."$sort" ${direction}, ${id} ${direction}`
}

const storedPageSql = <Row extends Identified>(table: Table<Row>, request: PageRequest, scope: Sql): Sql =>
  request.sortBy.readsNullsApart ? nullsApartPageSql(table, request, scope) : rangePageSql(table, request, scope)

const rangePageSql = <Row extends Identified>(table: Table<Row>, request: PageRequest, scope: Sql): Sql => {
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

/** Whether a position is that of a row without a sort value. */
const isAtNull = ({ sortBy: { nulls }, descending }: PageRequest, { value }: Position): boolean =>
  `'${Number(value)}'` === (descending ? nulls?.desc : nulls?.asc)

/** The condition of the rows with a value, or of those without, that follow or precede a position. */
const partSql = (
  request: PageRequest,
  id: Sql,
  position: Position | undefined,
  behind: boolean,
  ofNulls: boolean,
): Sql => {
  if (!position) return empty
  if (isAtNull(request, position) !== ofNulls) return ofNulls === behind ? empty : sql` AND FALSE`
  const { sortBy, descending } = request
  return ofNulls
    ? sql` AND ${id} ${raw(behind === descending ? '<' : '>')} ${position.id}`
    : positionSql({ ...request, sortBy: { column: sortBy.column } }, id, position, behind)
}

/**
 * A page in the order of a column that may be null. An index returns nulls at one end only, but they come last in either
 * direction: the rows with a value and those without are two ranges of it. PostgreSQL reads the second one only if the
 * first one does not fill the page.
 */
const nullsApartPageSql = <Row extends Identified>(table: Table<Row>, request: PageRequest, scope: Sql): Sql => {
  const { fields, where, sortBy, descending, fromEnd, after, before, limit, offset } = request
  const [key, id] = [columnSql(sortBy.column), columnSql(table.columns.id)]
  const direction = raw(descending === fromEnd ? 'ASC' : 'DESC')
  const wanted = sql`${limit + offset}::bigint`
  const rangeSql = (ofNulls: boolean, condition: Sql) => sql`
    SELECT ${fieldsSql(table, fields)}, ${id} AS "$id", ${sortSql(sortBy, descending)} AS "$sort"
    FROM ${tableSql(table)}
    WHERE ${scope} AND ${where} AND ${key} IS ${ofNulls ? raw('NULL') : raw('NOT NULL')}${condition}${partSql(
      request,
      id,
      after,
      true,
      ofNulls,
    )}${partSql(request, id, before, false, ofNulls)}
    ORDER BY ${key} ${direction}, ${id} ${direction} LIMIT ${wanted}`
  return sql`
    WITH first_range AS MATERIALIZED (${rangeSql(fromEnd, empty)})
    SELECT ${raw([...fields, '$sort'].map((field) => `"${field}"`).join(', '))}
    FROM (
      SELECT * FROM first_range UNION ALL
      SELECT * FROM (${rangeSql(!fromEnd, sql` AND (SELECT count(*) FROM first_range) < ${wanted}`)}) AS second_range
    ) AS page
    ORDER BY "$sort" ${direction}, "$id" ${direction} LIMIT ${limit}::bigint${offset > 0 ? sql` OFFSET ${offset}::bigint` : empty}`
}

/** Maximum number of rows that are checked one by one. */
const maxCandidates = 2000

/**
 * A page that is first looked for among a limited number of rows. PostgreSQL evaluates the other statement only if that
 * was not enough.
 */
const nearbyPageSql = <Row extends Identified>(
  table: Table<Row>,
  { nearby, ...request }: PageRequest & { readonly nearby: Nearby },
  scope: Sql,
): Sql => {
  const { fields, where, limit, offset } = request
  const chosen = { ...request, fields: ['id'] }
  const direction = raw(request.descending === request.fromEnd ? 'ASC' : 'DESC')
  const id = columnSql(table.columns.id)
  const order = sql`ORDER BY "$sort" ${direction}, ${id} ${direction}`
  const candidates = storedPageSql(
    table,
    { ...chosen, where: nearby.candidates, limit: maxCandidates, offset: 0 },
    scope,
  )
  return sql`
    WITH near AS MATERIALIZED (
      SELECT ${id}, "$sort" FROM (${candidates}) AS candidate JOIN ${tableSql(table)} USING (${id})
      WHERE ${nearby.where} ${order} LIMIT ${limit}::bigint${offset > 0 ? sql` OFFSET ${offset}::bigint` : empty}),
    checked AS MATERIALIZED (
      SELECT (SELECT count(*) FROM near) >= ${limit}::bigint
        OR (SELECT count(*) FROM (${candidates}) AS candidate) < ${maxCandidates} AS is_enough)
    SELECT ${fieldsSql(table, fields)}, "$sort"
    FROM (
      SELECT * FROM near WHERE (SELECT is_enough FROM checked)
      UNION ALL
      SELECT * FROM (${storedPageSql(table, { ...chosen, where: sql`${where} AND NOT (SELECT is_enough FROM checked)` }, scope)}) AS far
    ) AS chosen JOIN ${tableSql(table)} USING (${id})
    ${order}`
}

const pageSql = <Row extends Identified>(table: Table<Row>, request: PageRequest, scope: Sql): Sql => {
  const { nearby } = request
  if (nearby) return nearbyPageSql(table, { ...request, nearby }, scope)
  return table.computed?.some((field) => request.fields.includes(field))
    ? computedPageSql(table, request, scope)
    : storedPageSql(table, request, scope)
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
    CROSS JOIN LATERAL (${pageSql(table, request, childrenSql(parents))}) AS page`)

const childrenSql = ({ column, match = (key) => key }: Parents): Sql =>
  sql`${columnSql(column)} = ${match(raw('parent.key'))}`
