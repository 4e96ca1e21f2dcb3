import sql from 'sql-template-tag'
import { groupBy } from '../../shared/groupBy.ts'
import type { Queryable } from '../queryable.ts'
import { rolledSql } from '../rollups/rolled.ts'
import type { Rollup } from '../rollups/rollup.ts'
import { type Filter, filterSql, type Rules, restrictsNothing, type Window } from '../sql/filters.ts'
import {
  countRows,
  countRowsByKey,
  type KeyedRow,
  type PageRequest,
  type PageRow,
  type Parents,
  readPage,
  readPages,
  type SortKey,
} from '../sql/rows.ts'
import type { Table } from '../sql/table.ts'

/** How lists of a record are read: its table, its filter rules and its sort keys. */
export interface RecordSource<Row, Fields extends Window, Order extends string> {
  readonly table: Table<Row>
  readonly rules: Rules<Fields>
  readonly sortKeys: { readonly [Field in Order]: SortKey }
  /** The default sort field of a list, newest first. */
  readonly defaultSort: Order
  readonly rolledUp: RolledUp<keyof Fields & string>
}

/** A record's rollup, and the filter fields, besides the window, that restrict its dimensions only. */
export interface RolledUp<Field extends string = string> {
  readonly rollup: Rollup
  readonly fields: readonly Field[]
}

/** A page of a record's list, with the filter as given by the client. */
export type SourcePage<Fields> = Omit<PageRequest, 'where'> & { readonly filter: Filter<Fields> | null | undefined }

interface Identified {
  readonly id: string
}

/** Reads one page of a record's list. */
export const findPage = <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  { table, rules }: RecordSource<Row, Fields, Order>,
  { filter, ...request }: SourcePage<Fields>,
): Promise<PageRow<Row>[]> => readPage(db, table, { ...request, where: filterSql(rules, filter) })

/** Reads the same page for each of many parents, in one statement. */
export const findPagesOf = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  { table, rules }: RecordSource<Row, Fields, Order>,
  parents: Parents,
  { filter, ...request }: SourcePage<Fields>,
): Promise<Map<string, KeyedRow<Row>[]>> =>
  groupBy(await readPages(db, table, parents, { ...request, where: filterSql(rules, filter) }), ({ $key }) => $key)

/** Counts the rows of a record's list that match its filter, from rollups if they contain all that it restricts. */
export const countAll = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  source: RecordSource<Row, Fields, Order>,
  filter: Filter<Fields> | null | undefined,
): Promise<number> =>
  (await countRolledUp(db, source, filter ?? {})) ?? countRows(db, source.table, filterSql(source.rules, filter))

/** Counts the same from rollups; undefined if they do not contain all that the filter restricts. */
export const countRolledUp = async <Fields extends Window>(
  db: Queryable,
  { rules, rolledUp }: { readonly rules: Rules<Fields>; readonly rolledUp: RolledUp },
  filter: Filter<Fields>,
): Promise<number | undefined> => {
  if (!isRolledUp(filter, rolledUp.fields)) return undefined
  const [row] = await db.query<{ count: number }>(
    sql`SELECT coalesce(sum(row_count), 0) AS count FROM ${rolledSql(rolledUp.rollup, rules, filter)}`,
  )
  return row?.count ?? 0
}

/** Whether a filter restricts only these fields and, if it is the outermost filter, the window. */
const isRolledUp = (filter: object, fields: readonly string[], isInner = false): boolean =>
  Object.entries(filter).every(([name, value]: [string, unknown]) => {
    if (restrictsNothing(value) || fields.includes(name)) return true
    if (name === 'startTime' || name === 'endTime') return !isInner
    const inner: unknown[] =
      name === 'and' || name === 'or' ? (value as unknown[]) : name === 'not' ? [value] : [undefined]
    return inner.every((one) => typeof one === 'object' && one !== null && isRolledUp(one, fields, true))
  })

/** Counts the same for each of many parents, in one statement. A parent without rows has no entry. */
export const countAllOf = async <Row extends Identified, Fields extends Window, Order extends string>(
  db: Queryable,
  { table, rules }: RecordSource<Row, Fields, Order>,
  parents: Parents,
  filter: Filter<Fields> | null | undefined,
): Promise<Map<string, number>> =>
  new Map((await countRowsByKey(db, table, parents, filterSql(rules, filter))).map(({ key, count }) => [key, count]))
