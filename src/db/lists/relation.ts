import type { Sql } from 'sql-template-tag'
import { type Filter, restrictsNothing } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'

/** Whether all fields that a filter restricts, and the filters in it, pass a test. */
export const restrictsOnly = <Fields>(
  filter: Filter<Fields>,
  passes: (field: string, value: unknown) => boolean,
): boolean => {
  const { and, or, not, ...own } = filter
  const given = Object.entries(own).filter(([, value]) => !restrictsNothing(value))
  const nested = [...(and ?? []), ...(or ?? []), ...(not ? [not] : [])]
  return given.every(([field, value]) => passes(field, value)) && nested.every((inner) => restrictsOnly(inner, passes))
}

/** The rules of a list, and the relations that its rows are read from. */
interface CountedSource {
  readonly table: { readonly name: string }
  readonly rules: object
  readonly rowRules?: object | undefined
  readonly storedRows?: ((isWhole: boolean) => Sql) | undefined
}

/** Whether a field is stored, instead of computed for each row. */
export const isStoredIn =
  ({ rules, rowRules = {} }: Pick<CountedSource, 'rules' | 'rowRules'>) =>
  (field: string): boolean =>
    field in rules && !(field in rowRules)

/** The relation in which the rows that match a filter are counted. */
export const relationOf = <Fields>(source: CountedSource, filter: Filter<Fields>): Sql => {
  const { table, storedRows } = source
  const rules: Readonly<Record<string, unknown>> = { ...source.rules }
  const rowRules: Readonly<Record<string, unknown>> = { ...source.rowRules }
  const isStored = isStoredIn(source)
  // Rows without related records, which are found by id, are most of all rows.
  const isMost = (field: string, value: unknown) =>
    value === false && rules[field] !== rowRules[field] && field in rowRules
  const isCounted = (field: string, value: unknown) => isStored(field) || isMost(field, value)
  return storedRows && restrictsOnly(filter, isCounted) ? storedRows(restrictsOnly(filter, isMost)) : tableSql(table)
}
