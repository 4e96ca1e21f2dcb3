import sql, { join, raw, type Sql } from 'sql-template-tag'
import { badInput, quote } from '../../shared/errors.ts'
import { isLongerThan } from '../../shared/text.ts'
import { formatTime } from '../../shared/time.ts'
import { type Column, sqlTypes } from './table.ts'

/** The fields of every filter: a time window, both ends included. */
export interface Window {
  startTime: Date
  endTime: Date
}

/** A filter of a record: its own fields, and combined filters of the same kind. All given conditions must match. */
export type Filter<Fields> = { readonly [Field in keyof Fields]?: Fields[Field] | null | undefined } & {
  readonly and?: readonly Filter<Fields>[] | null
  readonly or?: readonly Filter<Fields>[] | null
  readonly not?: Filter<Fields> | null
}

/** How one field of a filter restricts rows: returns the condition of a value; undefined if it restricts nothing. */
export type Rule<Value> = (value: Value, field: string) => Sql | undefined

/** The rules of all fields of a filter. */
export type Rules<Fields> = { readonly [Field in keyof Fields]-?: Rule<NonNullable<Fields[Field]>> }

/** Maximum number of values in one list of a filter. */
export const maxListLength = 1000
/** Maximum number of characters of a search text. */
const maxSearchLength = 1000
/** Maximum nesting of `and`, `or` and `not`. */
const maxFilterDepth = 10
/** Maximum number of filters that one filter consists of. */
const maxFilterParts = 200

/** The quoted name of a column. */
export const columnSql = (column: Pick<Column, 'name'>): Sql => raw(`"${column.name}"`)

/** Checks a text to compare with. PostgreSQL cannot store U+0000, so no stored text could match it. */
const checkText = (text: string, field: string): string => {
  if (text.includes('\0')) throw badInput(`${field}: ${quote(text)} contains U+0000, which stored text cannot contain`)
  return text
}

const checkName = (name: string, field: string, { maxLength = Number.POSITIVE_INFINITY }: Column): string => {
  if (isLongerThan(name, maxLength))
    throw badInput(`${field}: ${quote(name)} is too long: at most ${maxLength} characters are allowed`)
  return checkText(name, field)
}

const checkList = <Value>(values: readonly Value[], field: string): readonly Value[] => {
  if (values.length > maxListLength)
    throw badInput(`${field} has ${values.length} values: at most ${maxListLength} are allowed`)
  return values
}

/**
 * A single value is compared with `=`: with `ANY`, an index that begins with the column would not return its rows in
 * order.
 */
const equalsOneSql = (column: Column, values: readonly (string | number)[]): Sql =>
  values.length === 1 ? sql`${columnSql(column)} = ${values[0]}` : sql`${columnSql(column)} = ANY(${values})`

/** Matches rows whose text is one of the values. An empty list restricts nothing. */
export const oneOf =
  (column: Column): Rule<readonly string[]> =>
  (values, field) =>
    values.length === 0
      ? undefined
      : equalsOneSql(
          column,
          checkList(values, field).map((value) => checkName(value, field, column)),
        )

/** The value that represents all stored values outside the known ones. */
export const unknownValue = 'unknown' as const

/** Stored values by their names in the schema. */
type Kinds = Readonly<Record<string, string | number>>

/** One of several stored values, or `unknown` for any other. */
export type Kind<Known extends Kinds> = Known[keyof Known] | typeof unknownValue

/** Matches rows whose value is one of the given ones. `unknown` represents all values that are not known. */
export const oneOfKinds =
  <const Known extends Kinds>(column: Column, known: Known): Rule<readonly Kind<Known>[]> =>
  (values, field) => {
    if (values.length === 0) return undefined
    const named = checkList(values, field).filter((value) => value !== unknownValue)
    const conditions = [equalsOneSql(column, named)]
    if (named.length < values.length) conditions.push(sql`${columnSql(column)} <> ALL(${Object.values(known)})`)
    return sql`(${join(conditions, ' OR ')})`
  }

/** Matches rows at or after a time. */
export const since =
  (column: Column): Rule<Date> =>
  (time) =>
    sql`${columnSql(column)} >= ${formatTime(time)}::timestamptz`

/** Matches rows at or before a time. */
export const until =
  (column: Column): Rule<Date> =>
  (time) =>
    sql`${columnSql(column)} <= ${formatTime(time)}::timestamptz`

/** Matches rows with the given boolean. */
export const is =
  (column: Column): Rule<boolean> =>
  (value) =>
    sql`${columnSql(column)} = ${value}`

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
  (column: Column): Rule<Range> =>
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
  (...columns: readonly Column[]): Rule<string> =>
  (text, field) => {
    if (text === '') return undefined
    if (text.length > maxSearchLength)
      throw badInput(`${field} has ${text.length} characters: at most ${maxSearchLength} are allowed`)
    const pattern = `%${checkText(text, field).replaceAll(/[\\%_]/g, '\\$&')}%`
    const matches = columns.map((column) => sql`${columnSql(column)} COLLATE "default" ILIKE ${pattern}`)
    return sql`(${join(matches, ' OR ')})`
  }

/**
 * Creates the condition of a filter for `WHERE`; always true if the filter restricts nothing. `not` is the exact
 * complement: it includes rows for which the condition of its filter is null.
 * @throws BAD_USER_INPUT for a reversed window, too many values, or a filter that is too deep or too large.
 */
export const filterSql = <Fields extends Window>(
  rules: Rules<Fields>,
  filter: Filter<Fields> | null | undefined,
): Sql => compile(rules, filter ?? {}, { parts: 0 }, 0)

const compile = <Fields extends Window>(
  rules: Rules<Fields>,
  filter: Filter<Fields>,
  count: { parts: number },
  depth: number,
): Sql => {
  count.parts += 1
  if (depth > maxFilterDepth)
    throw badInput(`filter: and, or and not may be nested at most ${maxFilterDepth} levels deep`)
  if (count.parts > maxFilterParts) throw badInput(`filter: at most ${maxFilterParts} filters may be combined`)
  checkWindow(filter)
  const nested = (inner: Filter<Fields>) => compile(rules, inner, count, depth + 1)
  const conditions = ownConditions(rules, filter)
  for (const inner of filter.and ?? []) conditions.push(nested(inner))
  if (filter.or && filter.or.length > 0) conditions.push(sql`(${join(filter.or.map(nested), ' OR ')})`)
  if (filter.not) conditions.push(sql`(${nested(filter.not)}) IS NOT TRUE`)
  return conditions.length === 0 ? sql`TRUE` : sql`(${join(conditions, ' AND ')})`
}

const ownConditions = <Fields>(rules: Rules<Fields>, filter: Filter<Fields>): Sql[] => {
  const conditions: Sql[] = []
  for (const field of Object.keys(rules) as (keyof Fields & string)[]) {
    const value: Fields[typeof field] | null | undefined = filter[field]
    const condition = value == null ? undefined : rules[field](value as NonNullable<typeof value>, field)
    if (condition) conditions.push(condition)
  }
  return conditions
}

/** Whether a filter value restricts no rows: it is absent, or an empty list or text. */
export const restrictsNothing = (value: unknown): boolean =>
  value == null || value === '' || (Array.isArray(value) && value.length === 0)

/** @throws BAD_USER_INPUT for a window that ends before it starts. */
export const checkWindow = ({ startTime, endTime }: Filter<Window>): void => {
  if (startTime && endTime && startTime > endTime)
    throw badInput(
      `startTime ${formatTime(startTime)} is after endTime ${formatTime(endTime)}: a time window must not end before it starts`,
    )
}
