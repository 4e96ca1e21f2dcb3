import type { ErrorLog } from '../../db/generated/client.ts'
import { nameLength, optional, required, type Table } from '../../db/sql/table.ts'
import { originColumns } from '../definition/originColumns.ts'
import { senderColumns } from '../definition/senderColumns.ts'

/** An error as it is written. The database computes the fingerprint. */
export type WrittenError = Omit<ErrorLog, 'fingerprint'>

/** The table of errors, with the columns that are written. */
export const errorLogTable: Table<WrittenError> = {
  name: 'monitoring_errors',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    errorType: required('error_type', 'text', nameLength),
    errorMessage: required('error_message', 'text'),
    ...originColumns,
    stackTrace: optional('stack_trace', 'text'),
    ...senderColumns,
  },
}

/** The table of errors, with all columns. */
export const readErrorLogTable: Table<ErrorLog> = {
  ...errorLogTable,
  columns: { ...errorLogTable.columns, fingerprint: required('fingerprint', 'text', 16) },
}
