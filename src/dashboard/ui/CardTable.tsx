import { useIsNarrow } from '../scope/useIsNarrow.ts'
import type { TableContent } from './column.ts'
import { DataTable } from './DataTable.tsx'
import { RowCards } from './RowCards.tsx'

/** A table, whose rows are cards on narrow screens. */
export const CardTable = <Row,>(content: TableContent<Row>) =>
  useIsNarrow() ? <RowCards {...content} /> : <DataTable {...content} />
