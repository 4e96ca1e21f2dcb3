import type { ReactNode } from 'react'
import type { Sorting } from '../scope/sorting.ts'

/** A column of a table. */
export interface Column<Row> {
  readonly key: string
  readonly header: string
  /** Explains the column, as a hint. */
  readonly hint?: string
  /** Numbers are aligned at their end. */
  readonly isNumber?: boolean
  /** Whether the column has the link to the record of a row, and is therefore always shown. */
  readonly isLink?: boolean
  /** Whether the table can be sorted by the column. */
  readonly isSortable?: boolean
  /** Whether it has a line of its own on narrow screens, with its name or without. */
  readonly isWide?: true | 'unnamed'
  readonly className?: string
  /** The classes of the header, e.g. the width of the column. */
  readonly headerClass?: string
  readonly cell: (row: Row) => ReactNode
}

/** What a table contains. Its first column names the row. */
export interface TableContent<Row> {
  /** What the table contains, for screen readers. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly sorting?: Sorting
  /** Called with the key of the column whose header was pressed. */
  readonly onSort?: (key: string) => void
}
