import type { Sorting } from '../scope/sorting.ts'
import type { Column, TableContent } from './column.ts'
import { rowClass, rowHandlers } from './rowLink.ts'
import { SortButton } from './SortButton.tsx'
import { TablePart } from './TablePart.tsx'

/** Rows of a table that is rendered as a whole, and rows of the parts of a longer one. */
const [maxWhole, partSize] = [100, 25]

/** Splits the rows of a long table into parts, of which those that can be seen are rendered. */
const splitRows = <Row,>(rows: readonly Row[]): readonly (readonly Row[])[] =>
  rows.length <= maxWhole
    ? [rows]
    : Array.from({ length: Math.ceil(rows.length / partSize) }, (_, index) =>
        rows.slice(index * partSize, (index + 1) * partSize),
      )

/** A table that scrolls sideways where the page is too narrow. */
export const DataTable = <Row,>({
  caption,
  columns,
  rows,
  rowKey,
  sorting,
  onSort,
  isFixed = false,
  className = '',
}: TableContent<Row> & {
  /** Whether columns have the widths of their classes, and longer content is cut. */
  readonly isFixed?: boolean
  readonly className?: string
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  <section className={`scroll-shadows -mx-4 overflow-x-auto px-4 ${className}`} tabIndex={0} aria-label={caption}>
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
  <tr aria-rowindex={number} className={`relative border-line border-t hover:bg-hover ${rowClass}`} {...rowHandlers}>
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
  column,
  sorting,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
  readonly onSort: ((key: string) => void) | undefined
}) => {
  const { key, header, hint, isNumber, isSortable, headerClass = '' } = column
  const direction = sorting?.key === key ? (sorting.isDescending ? 'descending' : 'ascending') : undefined
  return (
    <th
      scope="col"
      aria-sort={direction}
      title={hint}
      className={`whitespace-nowrap py-1.5 pr-4 font-medium last:pr-0 ${isNumber ? 'text-right' : 'text-left'} ${headerClass}`}
    >
      {isSortable && onSort ? <SortButton column={column} sorting={sorting} onSort={onSort} /> : header}
    </th>
  )
}
