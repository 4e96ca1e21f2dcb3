import { type ColumnRules, describeColumn, fitsColumn } from '../../db/sql/columnRules.ts'
import { unknownValue } from '../../db/sql/filterRules.ts'
import type { Column, Table } from '../../db/sql/table.ts'
import type { Problems } from '../../shared/problems.ts'
import { countCharacters, isLongerThan, makeStorable } from '../../shared/text.ts'
import { formatTime } from '../../shared/time.ts'

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

const rules: ColumnRules = { negativeNumbers: false, emptyIds: false, farFuture: false }

/** Describes the values that can be recorded in a column. */
export const describeRecorded = (field: string, column: Column): string => describeColumn(rules, field, column)

/** Converts inputs to rows, reports all invalid values, and generates missing ids and times. */
export const readInputs = <Row>(
  { table, defaults, kinds }: InputRules<Row>,
  inputs: readonly InputOf<Row>[],
  { now, newId }: Clock,
  problems: Problems,
): Draft<Row>[] => {
  const time = now()
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
      const fits = names ? value !== unknownValue : fitsColumn(rules, field, column, value, time)
      if (!fits) report(problems, `input.${index}.${field}`, value, column, names ?? describeRecorded(field, column))
    }
    return row as Draft<Row>
  })
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
      if (draft[field] == null) problems.add(`input.${index}.${field}`, null, describeRecorded(field, column))
  problems.throwIfAny()
  // Fields that are still null or undefined are nullable.
  return drafts as readonly Row[]
}

/** Returns the value of an enum, and reports it if it cannot be recorded. */
export const checkKind = <Kind>(path: string, value: Kind, names: readonly string[], problems: Problems): Kind => {
  if (value === unknownValue) problems.add(path, unknownValue.toUpperCase(), `one of ${names.join(', ')}`)
  return value
}
