import { type RawSearch, readText } from './search.ts'

/** The search parameter of a sorted table: the key of a column, after a minus if descending. */
export interface SortSearch {
  readonly sort?: string | undefined
}

/** The column that a table is sorted by. */
export interface Sorting {
  readonly key: string
  readonly isDescending: boolean
}

/** Reads the parameter `sort`; undefined unless it names one of the columns. */
export const readSorting = (raw: RawSearch, keys: readonly string[]): string | undefined => {
  const sort = readText(raw, 'sort')
  return sort !== undefined && keys.includes(parseSorting(sort).key) ? sort : undefined
}

/** Parses the parameter `sort`. */
export const parseSorting = (sort: string): Sorting =>
  sort.startsWith('-') ? { key: sort.slice(1), isDescending: true } : { key: sort, isDescending: false }

/** The parameter `sort` after the header of a column was pressed: descending first, then ascending. */
export const toggleSorting = ({ key: current, isDescending }: Sorting, key: string): string =>
  key === current && isDescending ? key : `-${key}`

/** Sorts rows by a column. Values that are null come last in either direction. */
export const sortRows = <Row>(
  rows: readonly Row[],
  { isDescending }: Sorting,
  read: (row: Row) => number | string | null | undefined,
): readonly Row[] =>
  rows.toSorted((a, b) => {
    const [left, right] = [read(a), read(b)]
    if (left === right) return 0
    if (left === null || left === undefined) return 1
    if (right === null || right === undefined) return -1
    const order = typeof left === 'string' ? left.localeCompare(String(right)) : left - Number(right)
    return isDescending ? -order : order
  })
