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

/** An order of a list as an argument of the API. */
export interface OrderBy<Field extends string> {
  readonly field: Field
  readonly direction: 'ASC' | 'DESC'
}

/** The orders of a list. */
export interface ListOrder<Field extends string> {
  /** The keys of the columns that the list can be sorted by. */
  readonly keys: readonly string[]
  /** The column that the search parameters select. */
  readonly toSorting: (search: SortSearch) => Sorting
  /** The same as an argument of the API. */
  readonly toOrder: (search: SortSearch) => OrderBy<Field>
}

/**
 * Defines the orders of a list.
 * @param fields the field of the API's order by the key of its column.
 * @param initial the parameter `sort` by default.
 */
export const defineOrder = <Key extends string, const Field extends string>(
  fields: Readonly<Record<Key, Field>>,
  initial: NoInfer<Key | `-${Key}`>,
): ListOrder<Field> => {
  const toSorting = ({ sort }: SortSearch) => parseSorting(sort ?? initial)
  return {
    keys: Object.keys(fields),
    toSorting,
    toOrder: (search) => {
      const { key, isDescending } = toSorting(search)
      // The parameter was read as one of the keys.
      return { field: fields[key as Key], direction: isDescending ? 'DESC' : 'ASC' }
    },
  }
}

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
