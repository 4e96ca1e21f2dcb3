import { storedColumns } from '../../db/sql/exportColumn.ts'
import type { RecordType } from '../definition/recordType.ts'
import { errorColumns } from './exportColumns.ts'
import { errorMetrics } from './metrics.ts'
import { errorSource } from './source.ts'
import { errorLogTable, readErrorLogTable } from './table.ts'

const { columns } = readErrorLogTable

/** The record type of errors. */
export const errors: RecordType = {
  model: 'ErrorLog',
  list: 'errors',
  filter: 'ErrorFilter',
  flag: 'hasErrors',
  table: errorLogTable,
  source: errorSource,
  metrics: errorMetrics,
  export: {
    type: 'errors',
    columns: errorColumns,
    furtherColumns: storedColumns(columns.fingerprint, columns.userId, columns.platform),
    sessionId: errorLogTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp', inherits: ['sender'] },
}
