import sql, { join, raw, type Sql } from 'sql-template-tag'
import { formatTime } from '../../shared/time.ts'
import { type ColumnRule, columnSql } from './filters.ts'
import { checkList, checkName, checkSearch } from './filterValues.ts'
import { type Column, sqlTypes } from './table.ts'

const selecting = <Value>(selects: Column, rule: (value: Value, field: string) => Sql | undefined): ColumnRule<Value> =>
  Object.assign(rule, { selects })

/**
 * A single value is compared with `=`: with `ANY`, an index that begins with the column would not return its rows in
 * order.
 */
const equalsOneSql = (column: Column, values: readonly (string | number)[]): Sql =>
  values.length === 1 ? sql`${columnSql(column)} = ${values[0]}` : sql`${columnSql(column)} = ANY(${values})`

/** Matches rows whose text is one of the values. An empty list restricts nothing. */
export const oneOf = (column: Column): ColumnRule<readonly string[]> =>
  selecting(column, (values, field) =>
    values.length === 0
      ? undefined
      : equalsOneSql(
          column,
          checkList(values, field).map((value) => checkName(value, field, column)),
        ),
  )

/** The value that represents all stored values outside the known ones. */
export const unknownValue = 'unknown' as const

/** Stored values by their names in the schema. */
type Kinds = Readonly<Record<string, string | number>>

/** One of several stored values, or `unknown` for any other. */
export type Kind<Known extends Kinds> = Known[keyof Known] | typeof unknownValue

/** Matches rows whose value is one of the given ones. `unknown` represents all other stored values. */
export const oneOfKinds = <const Known extends Kinds>(
  column: Column,
  known: Known,
): ColumnRule<readonly Kind<Known>[]> =>
  selecting(column, (values, field) => {
    if (values.length === 0) return undefined
    const named = checkList(values, field).filter((value) => value !== unknownValue)
    const conditions = [equalsOneSql(column, named)]
    if (named.length < values.length) conditions.push(sql`${columnSql(column)} <> ALL(${Object.values(known)})`)
    return sql`(${join(conditions, ' OR ')})`
  })

/** Matches rows at or after a time. */
export const since =
  (column: Column): ColumnRule<Date> =>
  (time) =>
    sql`${columnSql(column)} >= ${formatTime(time)}::timestamptz`

/** Matches rows at or before a time. */
export const until =
  (column: Column): ColumnRule<Date> =>
  (time) =>
    sql`${columnSql(column)} <= ${formatTime(time)}::timestamptz`

/** Matches rows with the given boolean. */
export const is = (column: Column): ColumnRule<boolean> =>
  selecting(column, (value) => sql`${columnSql(column)} = ${value}`)

/** Matches rows whose count is positive, or those whose count is 0. */
export const isPositive =
  (column: Column): ColumnRule<boolean> =>
  (value) =>
    sql`(${columnSql(column)} > 0) = ${value}`

/** Bounds of a number. Null and absent bounds are open. */
export interface Range {
  readonly gt?: number | null
  readonly gte?: number | null
  readonly lt?: number | null
  readonly lte?: number | null
}

/**
 * Matches rows whose number is within all given bounds. Rows without the number never match. Bounds have the type of
 * the column, since an index on whole numbers is not used for a comparison with another numeric type.
 */
export const within =
  (column: Column): ColumnRule<Range> =>
  ({ gt, gte, lt, lte }) => {
    const bound = (operator: string, value: number | null | undefined) =>
      value == null ? [] : [sql`${columnSql(column)} ${raw(operator)} ${value}::${raw(sqlTypes[column.type])}`]
    const bounds = [...bound('>', gt), ...bound('>=', gte), ...bound('<', lt), ...bound('<=', lte)]
    return bounds.length === 0 ? undefined : sql`(${join(bounds, ' AND ')})`
  }

/**
 * Matches rows in which one of the columns contains the text, case-insensitively. `%`, `_` and `\` are matched
 * literally.
 */
export const contains =
  (...columns: readonly Column[]): ColumnRule<string> =>
  (text, field) => {
    if (text === '') return undefined
    const pattern = `%${checkSearch(text, field).replaceAll(/[\\%_]/g, '\\$&')}%`
    const matches = columns.map((column) => sql`${columnSql(column)} COLLATE "default" ILIKE ${pattern}`)
    return sql`(${join(matches, ' OR ')})`
  }
