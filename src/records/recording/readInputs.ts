import { unknownValue } from '../../db/sql/filters.ts'
import { type Column, maxInt, type Table } from '../../db/sql/table.ts'
import { day } from '../../shared/duration.ts'
import { formatNumber } from '../../shared/numbers.ts'
import type { Problems } from '../../shared/problems.ts'
import { countCharacters, isLongerThan, makeStorable } from '../../shared/text.ts'
import { formatTime } from '../../shared/time.ts'

/** Milliseconds by which a record's time may be in the future: one day, to tolerate wrong clocks and time zones. */
const maxAhead = day

/** An input as given by the client. Absent and null fields are generated, inherited or stored as null. */
export type InputOf<Row> = { readonly [Field in keyof Row]?: Row[Field] | null }

/** An incomplete row. Missing values are undefined. */
export type Draft<Row> = { -readonly [Field in keyof Row]?: Row[Field] | null | undefined }

/** Rules for reading the inputs of a record. */
export interface InputRules<Row> {
  readonly table: Table<Row>
  /** Default values of omitted fields. */
  readonly defaults: Draft<Row>
  /** The allowed values of enum fields, by their names in the schema. */
  readonly kinds: { readonly [Field in keyof Row]?: readonly string[] }
}

/** Source of ids and times for inputs without them. */
export interface Clock {
  readonly now: () => Date
  readonly newId: () => string
}

/** Whether a field holds an id. Ids have at least one character. */
export const isId = (field: string): boolean => field === 'id' || field.endsWith('Id')

/** Describes the values that can be recorded in a column. */
export const describeColumn = (field: string, { type, maxLength, max }: Column): string => {
  if (type === 'int') return 'an integer from 0 to 2,147,483,647'
  if (type === 'float') return max === undefined ? 'a number of at least 0' : `a number from 0 to ${formatNumber(max)}`
  if (type === 'time') return 'a time at most one day in the future'
  if (type === 'boolean') return 'true or false'
  return maxLength === undefined
    ? 'a string'
    : `${isId(field) ? 'a string of 1 to' : 'a string of at most'} ${maxLength} characters`
}

/** Converts inputs to rows, reports all invalid values, and generates missing ids and times. */
export const readInputs = <Row>(
  { table, defaults, kinds }: InputRules<Row>,
  inputs: readonly InputOf<Row>[],
  { now, newId }: Clock,
  problems: Problems,
): Draft<Row>[] => {
  const time = now()
  const latest = new Date(time.getTime() + maxAhead)
  const made: Readonly<Record<string, () => unknown>> = { id: newId, timestamp: () => time }
  const columns = (Object.keys(table.columns) as (keyof Row & string)[]).map((field) => ({
    field,
    column: table.columns[field],
    names: kinds[field],
    make: made[field] ?? (() => defaults[field]),
  }))
  return inputs.map((input, index) => {
    const row: Record<string, unknown> = {}
    for (const { field, column, names, make } of columns) {
      const given = input[field] ?? make()
      const value = typeof given === 'string' ? makeStorable(given) : given
      row[field] = value
      if (value == null) continue
      const fits = names ? value !== unknownValue : isWithin(field, column, value, latest)
      if (!fits) report(problems, `input.${index}.${field}`, value, column, names ?? describeColumn(field, column))
    }
    return row as Draft<Row>
  })
}

const isWithin = (field: string, { type, maxLength, max }: Column, value: unknown, latest: Date): boolean => {
  if (typeof value === 'number') return value >= 0 && value <= (max ?? (type === 'float' ? Number.MAX_VALUE : maxInt))
  if (value instanceof Date) return value <= latest
  if (typeof value !== 'string') return true
  return !isLongerThan(value, maxLength ?? Number.POSITIVE_INFINITY) && (value !== '' || !isId(field))
}

const report = (
  problems: Problems,
  path: string,
  value: unknown,
  { maxLength }: Column,
  allowed: string | readonly string[],
): void => {
  if (typeof allowed !== 'string') {
    problems.add(path, unknownValue.toUpperCase(), `one of ${allowed.join(', ')}`)
    return
  }
  const length =
    typeof value === 'string' && isLongerThan(value, maxLength ?? 0) ? ` (it has ${countCharacters(value)})` : ''
  problems.add(path, value instanceof Date ? formatTime(value) : value, `${allowed}${length}`)
}

/**
 * Reports every required field without a value.
 * @returns the complete rows.
 * @throws BAD_USER_INPUT with all reported problems, if there are any.
 */
export const checkRequired = <Row>(
  { table }: InputRules<Row>,
  drafts: readonly Draft<Row>[],
  problems: Problems,
): readonly Row[] => {
  const required = (Object.entries(table.columns) as [keyof Row & string, Column][]).filter(
    ([, { nullable }]) => !nullable,
  )
  for (const [index, draft] of drafts.entries())
    for (const [field, column] of required)
      if (draft[field] == null) problems.add(`input.${index}.${field}`, null, describeColumn(field, column))
  problems.throwIfAny()
  // Fields that are still null or undefined are nullable.
  return drafts as readonly Row[]
}

/** Returns the value of an enum, and reports it if it cannot be recorded. */
export const checkKind = <Kind>(path: string, value: Kind, names: readonly string[], problems: Problems): Kind => {
  if (value === unknownValue) problems.add(path, unknownValue.toUpperCase(), `one of ${names.join(', ')}`)
  return value
}
