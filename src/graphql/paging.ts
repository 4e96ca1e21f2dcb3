import { z } from 'zod'
import type { PageRequest, Position, SortKey } from '../db/sql/rows.ts'
import { type ColumnType, nameLength } from '../db/sql/table.ts'
import { badInput, quote } from '../shared/errors.ts'
import { isLongerThan } from '../shared/text.ts'
import { formatTime, isTimeInRange } from '../shared/time.ts'

/** The page that a list gives when none is asked for. */
export const defaultPageSize = 100
/** The largest page. */
export const maxPageSize = 1000
/** The most rows that `offset` may pass over. */
const maxOffset = 1_000_000

/** Arguments of a list that choose the page. */
export interface PageArgs {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
  readonly offset?: number | null | undefined
}

/** By what a list is sorted: the name of the record and order, as cursors keep it, and the key behind it. */
export interface ListOrder {
  readonly name: string
  readonly key: SortKey
  readonly descending: boolean
}

/**
 * The page that a list's arguments ask for, with one row more than its size, which tells whether there are more.
 * @throws BAD_USER_INPUT for a size or offset out of range, arguments that exclude each other, or a foreign cursor.
 */
export const readPageArgs = (
  args: PageArgs,
  order: ListOrder,
): Omit<PageRequest, 'fields' | 'where'> & { readonly size: number } => {
  const { first, after, last, before, offset } = args
  if (first != null && last != null) throw badInput('first and last were both given: give one of them')
  if (offset != null && (after != null || before != null || last != null))
    throw badInput('offset counts from the start of the list: it goes with first, not with after, before or last')
  checkRange('offset', offset, maxOffset)
  checkPageSize('first', first)
  checkPageSize('last', last)
  const size = first ?? last ?? defaultPageSize
  return {
    size,
    limit: size + 1,
    offset: offset ?? 0,
    sortBy: order.key,
    descending: order.descending,
    fromEnd: last != null,
    after: after == null ? undefined : readCursor('after', after, order),
    before: before == null ? undefined : readCursor('before', before, order),
  }
}

/** @throws BAD_USER_INPUT for a page size below 0 or above the maximum. */
export const checkPageSize = (name: string, size: number | null | undefined): void => {
  checkRange(name, size, maxPageSize)
}

const checkRange = (name: string, value: number | null | undefined, max: number): void => {
  if (value != null && (value < 0 || value > max)) throw badInput(`${name} is ${value}: it takes 0 to ${max}`)
}

/** The cursor of a row: opaque to clients, and good for lists of the same order only. */
export const writeCursor = (order: ListOrder, id: string, sortValue: Date | number): string => {
  const value = sortValue instanceof Date ? formatTime(sortValue) : String(sortValue)
  return Buffer.from(JSON.stringify([cursorKind(order), value, id])).toString('base64url')
}

const cursorKind = ({ name, descending }: ListOrder): string => `${name} ${descending ? 'DESC' : 'ASC'}`

const cursorSchema = z.tuple([z.string(), z.string(), z.string()])

const readCursor = (argument: string, cursor: string, order: ListOrder): Position => {
  const parts = parseCursor(cursor)
  if (!parts)
    throw badInput(`${argument}: ${quote(cursor)} is not a cursor: take one from edges or pageInfo of this list`)
  const [kind, value, id] = parts
  if (kind !== cursorKind(order))
    throw badInput(
      `${argument}: the cursor belongs to a list ordered by ${quote(kind)}, this one is ordered by ${quote(cursorKind(order))}`,
    )
  if (!isSortValue(order.key.column.type, value) || isLongerThan(id, nameLength) || id.includes('\0'))
    throw badInput(`${argument}: ${quote(cursor)} is not a cursor that this server made`)
  return { value, id }
}

const isSortValue = (type: ColumnType, value: string): boolean => {
  if (type === 'time') return isTime(value)
  if (type === 'int') return /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) < 2 ** 31
  return value !== 'NaN' && String(Number(value)) === value
}

const isTime = (value: string): boolean => {
  const time = new Date(value)
  return isTimeInRange(time) && formatTime(time) === value
}

const parseCursor = (cursor: string): readonly [kind: string, value: string, id: string] | undefined => {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
