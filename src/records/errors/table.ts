import type { ErrorLog } from '../../db/generated/client.ts'
import { nameLength, optional, required, type Table } from '../../db/sql/table.ts'
import { originColumns } from '../definition/originColumns.ts'

/** The table of errors. */
export const errorLogTable: Table<ErrorLog> = {
  name: 'monitoring_errors',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    errorType: required('error_type', 'text', nameLength),
    errorMessage: required('error_message', 'text'),
    ...originColumns,
    stackTrace: optional('stack_trace', 'text'),
  },
}
