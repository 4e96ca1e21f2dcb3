import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Sorting } from '../scope/sorting.ts'
import type { Column } from './column.ts'

/** The name of a column as a button that sorts by it, with an arrow if the rows are sorted by it. */
export const SortButton = <Row,>({
  column: { key, header, isNumber },
  sorting,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sorting: Sorting | undefined
  readonly onSort: (key: string) => void
}) => {
  const Arrow = sorting?.isDescending ? ArrowDown : ArrowUp
  const arrow = sorting?.key === key ? <Arrow aria-hidden className="size-3 self-center" /> : null
  return (
    <button type="button" onClick={() => onSort(key)} className="inline-flex items-baseline gap-1 hover:text-text">
      {isNumber ? arrow : null}
      {header}
      {isNumber ? null : arrow}
    </button>
  )
}
