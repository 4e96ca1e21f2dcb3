import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Sorting } from '../scope/sorting.ts'
import { followRowLink, rowClass } from './rowLink.ts'
import { TablePart } from './TablePart.tsx'

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
  readonly className?: string
  /** The classes of the header, e.g. the width of the column. */
  readonly headerClass?: string
  readonly cell: (row: Row) => ReactNode
}

/** Rows of a table that is rendered as a whole, and rows of the parts of a longer one. */
const [maxWhole, partSize] = [100, 25]

/** Splits the rows of a long table into parts, of which those that can be seen are rendered. */
const splitRows = <Row,>(rows: readonly Row[]): readonly (readonly Row[])[] =>
  rows.length <= maxWhole
    ? [rows]
    : Array.from({ length: Math.ceil(rows.length / partSize) }, (_, index) =>
        rows.slice(index * partSize, (index + 1) * partSize),
      )

/** A table that scrolls sideways where the page is too narrow. Its first column names the row. */
export const DataTable = <Row,>({
  caption,
  columns,
  rows,
  rowKey,
  sorting,
  onSort,
  isFixed = false,
  className = '',
}: {
  /** What the table contains, for screen readers. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly sorting?: Sorting
  /** Called with the key of the column whose header was pressed. */
  readonly onSort?: (key: string) => void
  /** Whether columns have the widths of their classes, and longer content is cut. */
  readonly isFixed?: boolean
  readonly className?: string
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section className={`-mx-4 overflow-x-auto px-4 ${className}`} tabIndex={0} aria-label={caption}>
    <table aria-rowcount={rows.length + 1} className={`w-full border-collapse ${isFixed ? 'table-fixed' : ''}`}>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="sticky top-0 bg-surface text-left text-muted">
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </tr>
      </thead>
      {splitRows(rows).map((part, index, parts) => (
        <TablePart
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the table.
          key={index}
          isWhole={parts.length === 1}
          isFirst={index === 0}
          rowCount={part.length}
          columnCount={columns.length}
        >
          {() =>
            part.map((row, place) => (
              <TableRow key={rowKey(row)} row={row} columns={columns} number={index * partSize + place + 2} />
            ))
          }
        </TablePart>
      ))}
    </table>
  </section>
)

const TableRow = <Row,>({
  row,
  columns,
  number,
}: {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  /** The place of the row in the table, of which all rows may not be rendered; 1 is that of the header. */
  readonly number: number
}) => (
  <tr
    aria-rowindex={number}
    className={`relative border-line border-t hover:bg-hover ${rowClass}`}
    onClick={followRowLink}
  >
    {columns.map(({ key, cell, isNumber, className = '' }, index) => {
      const classes = `py-1.5 pr-4 last:pr-0 ${isNumber ? 'text-right' : 'text-left'} font-normal ${className}`
      return index === 0 ? (
        <th key={key} scope="row" className={classes}>
          {cell(row)}
        </th>
      ) : (
        <td key={key} className={classes}>
          {cell(row)}
        </td>
      )
    })}
  </tr>
)

const HeaderCell = <Row,>({
  column: { key, header, hint, isNumber, isSortable, headerClass = '' },
  sorting,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
  readonly onSort: ((key: string) => void) | undefined
}) => {
  const isSorted = sorting?.key === key
  const direction = isSorted ? (sorting.isDescending ? 'descending' : 'ascending') : undefined
  const Arrow = sorting?.isDescending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={direction}
      title={hint}
      className={`whitespace-nowrap py-1.5 pr-4 font-medium last:pr-0 ${isNumber ? 'text-right' : 'text-left'} ${headerClass}`}
    >
      {isSortable && onSort ? (
        <button type="button" onClick={() => onSort(key)} className="inline-flex items-baseline gap-1 hover:text-text">
          {isSorted && isNumber ? <Arrow aria-hidden className="size-3 self-center" /> : null}
          {header}
          {isSorted && !isNumber ? <Arrow aria-hidden className="size-3 self-center" /> : null}
        </button>
      ) : (
        header
      )}
    </th>
  )
}
