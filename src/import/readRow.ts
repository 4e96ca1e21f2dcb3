import { type ColumnRules, describeColumn, fitsColumn } from '../db/sql/columnRules.ts'
import type { StoredRow } from '../db/sql/storedRow.ts'
import type { AnyTable, Column } from '../db/sql/table.ts'
import { ExpectedError, quote } from '../shared/errors.ts'
import { countCharacters, makeStorable } from '../shared/text.ts'
import { parseTime } from '../shared/time.ts'

/** The reason why a line cannot be imported. */
export class BadRowError extends Error {
  override readonly name = 'BadRowError'
}

/**
 * Reads a row from its columns as stored by another program. Names are those of the database, times are in any ISO
 * format (UTC if they have no zone), and booleans may be 0 and 1. Unknown columns are ignored, missing ones are null.
 * U+0000, which PostgreSQL cannot store, and lone surrogates become U+FFFD.
 * @throws BadRowError with the first invalid column, its value and what is allowed.
 */
export const readRow = (table: AnyTable, stored: unknown): StoredRow => {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored))
    throw new BadRowError(`${quote(stored)} is not an object with a value for each column`)
  const values = new Map<string, unknown>(Object.entries(stored))
  const fields = Object.entries(table.columns).map(
    ([field, column]) => [field, readValue(field, column, values.get(column.name) ?? null)] as const,
  )
  return Object.fromEntries(fields)
}

/** Data of other programs is accepted as far as it can be stored: with empty ids, negative numbers and any time. */
const rules: ColumnRules = { negativeNumbers: true, emptyIds: true, farFuture: true }

const readValue = (field: string, column: Column, value: unknown): StoredRow[string] => {
  if (value === null && column.nullable) return null
  const read = value === null ? undefined : readers[column.type](value)
  if (read !== undefined && fitsColumn(rules, field, column, read, undefined)) return read
  throw new BadRowError(
    `${column.name} ${describeValue(value, read)}: expected ${describeColumn(rules, field, column)}`,
  )
}

const describeValue = (value: unknown, read: StoredRow[string] | undefined): string => {
  if (value === null) return 'is required'
  return typeof read === 'string' ? `has ${countCharacters(read)} characters` : `is ${quote(value)}`
}

const readers: Readonly<Record<Column['type'], (value: unknown) => StoredRow[string] | undefined>> = {
  text: (value) => (typeof value === 'string' ? makeStorable(value) : undefined),
  int: (value) => (typeof value === 'number' && Number.isInteger(value) ? value : undefined),
  float: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
  time: (value) => (typeof value === 'string' ? readTime(value) : undefined),
  boolean: (value) => (value === 1 || value === true ? true : value === 0 || value === false ? false : undefined),
}

const readTime = (text: string): Date | undefined => {
  try {
    return parseTime(text.replace(' ', 'T'))
  } catch (error) {
    if (error instanceof ExpectedError) return undefined
    throw error
  }
}
