import { day } from '../../shared/duration.ts'
import { formatNumber } from '../../shared/numbers.ts'
import { isLongerThan } from '../../shared/text.ts'
import { type Column, maxInt } from './table.ts'

/** What a writer accepts in columns, besides what all writers do. */
export interface ColumnRules {
  readonly negativeNumbers: boolean
  readonly emptyIds: boolean
  /** Whether times may be more than one day in the future. */
  readonly farFuture: boolean
}

/** Milliseconds by which a time may otherwise be in the future, to tolerate wrong clocks and time zones. */
const maxAhead = day

/** Whether a field holds an id. */
export const isId = (field: string): boolean => field === 'id' || field.endsWith('Id')

/** Whether a value of a column's type is within the limits of the column. */
export const fitsColumn = (
  rules: ColumnRules,
  field: string,
  column: Column,
  value: unknown,
  now: Date | undefined,
): boolean => {
  if (typeof value === 'number') {
    const most = largestOf(column) ?? Number.MAX_VALUE
    return value >= (rules.negativeNumbers ? -most : 0) && value <= most
  }
  if (value instanceof Date) return rules.farFuture || !now || value.getTime() <= now.getTime() + maxAhead
  if (typeof value !== 'string') return true
  if (value === '' && isId(field)) return rules.emptyIds
  return column.maxLength === undefined || !isLongerThan(value, column.maxLength)
}

/** Describes the values that a column accepts. */
export const describeColumn = (rules: ColumnRules, field: string, column: Column): string => {
  const { type, maxLength } = column
  if (type === 'boolean') return 'true or false'
  if (type === 'time')
    return rules.farFuture ? 'a time such as 2026-06-05T13:00:00.123456Z' : 'a time at most one day in the future'
  if (type === 'text') {
    if (maxLength === undefined) return 'a string'
    return `a string of ${isId(field) && !rules.emptyIds ? '1 to' : 'at most'} ${maxLength} characters`
  }
  const kind = type === 'int' ? 'an integer' : 'a number'
  const most = largestOf(column)
  if (most === undefined) return rules.negativeNumbers ? kind : `${kind} of at least 0`
  return `${kind} from ${rules.negativeNumbers ? `-${formatNumber(most)}` : '0'} to ${formatNumber(most)}`
}

/** The largest number that a column accepts; undefined if any finite one is accepted. */
const largestOf = ({ type, max }: Column): number | undefined => max ?? (type === 'int' ? maxInt : undefined)
