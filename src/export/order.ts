import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../db/sql/filters.ts'
import type { SortKey } from '../db/sql/rows.ts'
import { type IdentifiedTable, sqlTypes } from '../db/sql/table.ts'

/** The order of the rows of an export. The id breaks ties, and rows without a sort value come last. */
export interface ExportOrder {
  readonly sortBy: SortKey
  readonly descending: boolean
}

/** A position of a walk: immediately after the row with this sort value and id. */
export interface WalkPosition {
  /** The sort value as text that PostgreSQL parses without loss; null among the rows without one. */
  readonly value: string | null
  /** Null before the first row without a sort value. */
  readonly id: string | null
}

/** The position before the first row without a sort value. */
export const beforeNulls: WalkPosition = { value: null, id: null }

/** A table whose rows are in an order. */
export interface Ordered {
  readonly type: { readonly table: IdentifiedTable }
  readonly order: ExportOrder
}

/** The value that rows are sorted by. */
export const sortValueSql = ({ sortBy }: ExportOrder): Sql => sortBy.expression ?? columnSql(sortBy.column)

/** The order of a walk. */
export const orderSql = ({ type, order }: Ordered): Sql => {
  const direction = raw(order.descending ? 'DESC' : 'ASC')
  return sql`ORDER BY ${sortValueSql(order)} ${direction}, ${columnSql(type.table.columns.id)} ${direction}`
}

/** The condition of the rows that follow a position, without `AND`; all rows if there is none. */
export const followSql = (ordered: Ordered, after: WalkPosition | undefined): Sql => {
  const { type, order } = ordered
  if (!after) return sql`TRUE`
  const [value, id] = [sortValueSql(order), columnSql(type.table.columns.id)]
  const operator = raw(order.descending ? '<' : '>')
  if (after.value === null)
    return sql`${value} IS NULL${after.id === null ? empty : sql` AND ${id} ${operator} ${after.id}`}`
  const valueType = raw(sqlTypes[order.sortBy.column.type])
  const following = sql`(${value}, ${id}) ${operator} (${after.value}::${valueType}, ${after.id})`
  return order.sortBy.readsNullsApart ? sql`(${following} OR ${value} IS NULL)` : following
}

/**
 * The condition of the rows that follow a position in one range of an index, without `AND`: those with a sort value and
 * those without are two ranges.
 */
export const followInRangeSql = (ordered: Ordered, after: WalkPosition | undefined): Sql => {
  const { order } = ordered
  if (!order.sortBy.readsNullsApart || after?.value === null) return followSql(ordered, after)
  return sql`${followSql({ ...ordered, order: withoutNulls(order) }, after)} AND ${sortValueSql(order)} IS NOT NULL`
}

const withoutNulls = ({ sortBy, descending }: ExportOrder): ExportOrder => ({
  sortBy: { column: sortBy.column },
  descending,
})
