import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { errorLogTable } from './table.ts'

const { columns } = errorLogTable

/** The columns of exported errors. */
export const errorColumns: readonly ExportColumn[] = storedColumns(
  columns.id,
  columns.timestamp,
  columns.errorType,
  columns.errorMessage,
  columns.botId,
  columns.botName,
  columns.pipelineId,
  columns.pipelineName,
  columns.sessionId,
  columns.messageId,
  columns.stackTrace,
)
