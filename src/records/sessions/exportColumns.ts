import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { sessionTable } from './table.ts'

const { columns } = sessionTable

/** The columns of exported sessions. */
export const sessionColumns: readonly ExportColumn[] = storedColumns(
  columns.id,
  columns.botId,
  columns.botName,
  columns.pipelineId,
  columns.pipelineName,
  columns.messageCount,
  columns.startTime,
  columns.lastActivity,
  columns.isActive,
  columns.platform,
  columns.userId,
)
