import type { StoredRow } from '../db/sql/storedRow.ts'
import { type AnyTable, type Column, maxInt } from '../db/sql/table.ts'
import { ExpectedError, quote } from '../shared/errors.ts'
import { formatNumber } from '../shared/numbers.ts'
import { countCharacters, isLongerThan, makeStorable } from '../shared/text.ts'
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
    ([field, column]) => [field, readValue(column, values.get(column.name) ?? null)] as const,
  )
  return Object.fromEntries(fields)
}

const readValue = (column: Column, value: unknown): StoredRow[string] => {
  if (value === null) {
    if (column.nullable) return null
    throw new BadRowError(`${column.name} is required: expected ${describe(column)}`)
  }
  const read = readers[column.type](value)
  if (read === undefined) throw new BadRowError(`${column.name} is ${quote(value)}: expected ${describe(column)}`)
  if (typeof read === 'string' && column.maxLength !== undefined && isLongerThan(read, column.maxLength))
    throw new BadRowError(`${column.name} has ${countCharacters(read)} characters: expected ${describe(column)}`)
  if (typeof read === 'number' && column.max !== undefined && Math.abs(read) > column.max)
    throw new BadRowError(`${column.name} is ${quote(read)}: expected ${describe(column)}`)
  return read
}

const describe = ({ type, maxLength, max }: Column): string =>
  ({
    text: maxLength === undefined ? 'a string' : `a string of at most ${maxLength} characters`,
    int: `an integer from -${maxInt} to ${maxInt}`,
    float: max === undefined ? 'a number' : `a number from -${formatNumber(max)} to ${formatNumber(max)}`,
    time: 'a time such as 2026-06-05T13:00:00.123456Z',
    boolean: 'true or false',
  })[type]

const readers: Readonly<Record<Column['type'], (value: unknown) => StoredRow[string] | undefined>> = {
  text: (value) => (typeof value === 'string' ? makeStorable(value) : undefined),
  int: (value) =>
    typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= maxInt ? value : undefined,
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
