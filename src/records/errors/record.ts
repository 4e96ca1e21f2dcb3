import type { RecordType } from '../definition/recordType.ts'
import { errorColumns } from './exportColumns.ts'
import { errorSource } from './source.ts'
import { errorLogTable } from './table.ts'

/** The record type of errors. */
export const errors: RecordType = {
  model: 'ErrorLog',
  table: errorLogTable,
  source: errorSource,
  export: {
    type: 'errors',
    columns: errorColumns,
    furtherColumns: [],
    exportsSender: true,
    sessionId: errorLogTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp' },
}
