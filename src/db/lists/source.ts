import sql, { type Sql } from 'sql-template-tag'
import { groupBy } from '../../shared/groupBy.ts'
import type { Queryable } from '../queryable.ts'
import { rolledSql } from '../rollups/rolled.ts'
import type { Rollup } from '../rollups/rollup.ts'
import { bytesSql } from '../sql/bytes.ts'
import { countRows, countRowsByKey } from '../sql/counts.ts'
import { columnSql, type Filter, filterSql, type Rules, type Window } from '../sql/filters.ts'
import {
  fieldsSql,
  type KeyedRow,
  type Nearby,
  type PageRequest,
  type PageRow,
  type Parents,
  readPage,
  readPages,
  type SortKey,
  tableSql,
} from '../sql/rows.ts'
import { type AnyTable, columnOf, isLongText, type Table } from '../sql/table.ts'
import { isStoredIn, relationOf, restrictsOnly } from './relation.ts'

/** How lists are read: a table or view, its filter rules and its sort keys. */
export interface ListSource<Row, Fields extends Window, Order extends string> {
  readonly table: Table<Row>
  readonly rules: Rules<Fields>
  /**
   * The rules of fields that are computed for each row. They mean the same as in `rules`, whose conditions find all
   * matching rows at once; these are best for checking a few rows.
   */
  readonly rowRules?: Partial<Rules<Fields>>
  /**
   * Returns the rows with their stored columns, as a relation that is best for counting many rows.
   * @param isWhole whether all rows are counted.
   */
  readonly storedRows?: (isWhole: boolean) => Sql
  readonly sortKeys: { readonly [Field in Order]: SortKey }
  /** The default sort field of a list, newest first. */
  readonly defaultSort: Order
  /** How counts are read from a rollup. If absent, rows are counted. */
  readonly rolledUp?: RolledUp<keyof Fields & string>
}

/** How lists of a record are read. Every record has a rollup. */
export interface RecordSource<Row, Fields extends Window, Order extends string> extends ListSource<Row, Fields, Order> {
  readonly rolledUp: RolledUp<keyof Fields & string>
}

/** A record's rollup, and the filter fields, besides the window, that restrict its dimensions only. */
export interface RolledUp<Field extends string = string> {
  readonly rollup: Rollup
  readonly fields: readonly Field[]
}

/** A page of a record's list, with its resolved filter. */
export type SourcePage<Fields> = Omit<PageRequest, 'where' | 'nearby'> & {
  readonly filter: Filter<Fields> | null | undefined
}

interface Identified {
  readonly id: string
}

/** Reads one page of a record's list. */
export const findPage = <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  source: ListSource<Row, Fields, Order>,
  { filter, ...request }: SourcePage<Fields>,
): Promise<PageRow<Row>[]> =>
  readPage(db, source.table, {
    ...request,
    where: filterSql(source.rules, filter),
    nearby: isComputed(source.table as AnyTable, request.sortBy) ? undefined : findNearby(source, filter),
  })

/** Whether rows are sorted by a value that is computed for each of them. */
export const isComputed = (table: AnyTable, { column }: SortKey): boolean =>
  table.computed?.some((field) => columnOf(table, field).name === column.name) ?? false

/** How a page is first looked for if its filter restricts fields that are computed for each row. */
const findNearby = <Row, Fields extends Window, Order extends string>(
  source: ListSource<Row, Fields, Order>,
  filter: Filter<Fields> | null | undefined,
): Nearby | undefined => {
  const { rules, rowRules } = source
  if (!rowRules) return undefined
  const where = conditionOfFew(source, filter)
  if (where.sql === filterSql(rules, filter).sql) return undefined
  return { where, candidates: filterSql(rules, keepStored(filter ?? {}, isStoredIn(source))) }
}

/** The conditions of a filter that restrict stored fields only, and that all matching rows meet. */
const keepStored = <Fields>(filter: Filter<Fields>, isStored: (field: string) => boolean): Filter<Fields> => {
  const { and, or, not, ...own } = filter
  const kept = Object.entries(own).filter(([field]) => isStored(field))
  const combined: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(kept),
    ...(and && { and: and.map((inner) => keepStored(inner, isStored)) }),
    ...(or?.every((inner) => restrictsOnly(inner, isStored)) && { or }),
    ...(not && restrictsOnly(not, isStored) && { not }),
  }
  return combined as Filter<Fields>
}

/** The condition of a filter for a few rows, such as those of one parent. */
const conditionOfFew = <Row, Fields extends Window, Order extends string>(
  { rules, rowRules }: ListSource<Row, Fields, Order>,
  filter: Filter<Fields> | null | undefined,
): Sql => filterSql({ ...rules, ...rowRules }, filter)

/** Reads the same page for each of many parents, in one statement. */
export const findPagesOf = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  source: ListSource<Row, Fields, Order>,
  parents: Parents,
  { filter, ...request }: SourcePage<Fields>,
): Promise<Map<string, KeyedRow<Row>[]>> =>
  groupBy(
    await readPages(db, source.table, parents, { ...request, where: conditionOfFew(source, filter) }),
    ({ $key }) => $key,
  )

/** Which of the rows with given ids to read. */
export interface MatchRequest<Fields> extends Pick<SourcePage<Fields>, 'fields' | 'filter'> {
  /** Bytes of long texts after which no further row is read. */
  readonly maxBytes: number
}

/** Matching rows, and the ids that were not looked up, since the rows before them have too many bytes. */
export interface Matches<Row> {
  readonly rows: readonly Row[]
  readonly rest: readonly string[]
}

/**
 * Reads those of the rows with the given ids that match a filter, in the order of the ids, as far as their size allows.
 */
export const findMatching = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  source: ListSource<Row, Fields, Order>,
  ids: readonly string[],
  { fields, filter, maxBytes }: MatchRequest<Fields>,
): Promise<Matches<Row>> => {
  const { table } = source
  const id = columnSql(table.columns.id)
  const longTexts = fields.map((field) => columnOf(table as AnyTable, field)).filter(isLongText)
  const bytes = bytesSql(longTexts.map(columnSql))
  const found = await db.query<Row & { readonly $total: number }>(sql`
    SELECT ${fieldsSql(table, fields)}, "$total"
    FROM (
      SELECT ${tableSql(table)}.*, "$place", count(*) OVER () AS "$total",
        sum(${bytes}) OVER (ORDER BY "$place" ROWS UNBOUNDED PRECEDING) - (${bytes}) AS "$ahead"
      FROM ${tableSql(table)} JOIN unnest(${ids}::text[]) WITH ORDINALITY AS wanted ("$id", "$place") ON ${id} = "$id"
      WHERE ${conditionOfFew(source, filter)}
    ) AS matching
    WHERE "$ahead" < ${maxBytes}::bigint ORDER BY "$place"`)
  const last = found.at(-1)
  const isComplete = last === undefined || last.$total === found.length
  return { rows: found, rest: isComplete ? [] : ids.slice(ids.indexOf(String(last.id)) + 1) }
}

/** Counts the rows of a record's list that match its filter, from rollups if they contain all that it restricts. */
export const countAll = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  source: ListSource<Row, Fields, Order>,
  filter: Filter<Fields> | null | undefined,
): Promise<number> =>
  (await countRolledUp(db, source, filter ?? {})) ??
  countRows(db, relationOf(source, filter ?? {}), filterSql(source.rules, filter))

/** Counts the same from rollups; undefined if they do not contain all that the filter restricts. */
export const countRolledUp = async <Fields extends Window>(
  db: Queryable,
  { rules, rolledUp }: { readonly rules: Rules<Fields>; readonly rolledUp?: RolledUp },
  filter: Filter<Fields>,
): Promise<number | undefined> => {
  if (!rolledUp || !isRolledUp(filter, rolledUp.fields)) return undefined
  const [row] = await db.query<{ count: number }>(
    sql`SELECT coalesce(sum(row_count), 0) AS count FROM ${rolledSql(rolledUp.rollup, rules, filter)}`,
  )
  return row?.count ?? 0
}

/** Whether a filter restricts only these fields and, if it is the outermost filter, the window. */
export const isRolledUp = <Fields extends Window>(filter: Filter<Fields>, fields: readonly string[]): boolean => {
  const { startTime: _start, endTime: _end, ...own } = filter
  return restrictsOnly<Fields>(own as Filter<Fields>, (field) => fields.includes(field))
}

/** Counts the same for each of many parents, in one statement. A parent without rows has no entry. */
export const countAllOf = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  source: ListSource<Row, Fields, Order>,
  parents: Parents,
  filter: Filter<Fields> | null | undefined,
): Promise<Map<string, number>> =>
  new Map(
    (await countRowsByKey(db, source.table, parents, conditionOfFew(source, filter))).map(({ key, count }) => [
      key,
      count,
    ]),
  )
