import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { toolCallTable } from './table.ts'

const { columns } = toolCallTable

/** The columns of exported tool calls. */
export const toolCallColumns: readonly ExportColumn[] = [
  ...storedColumns(columns.id, columns.timestamp, columns.toolName, columns.toolSource),
  { name: 'duration_ms', column: columns.durationMs },
  ...storedColumns(
    columns.status,
    columns.botId,
    columns.botName,
    columns.pipelineId,
    columns.pipelineName,
    columns.sessionId,
    columns.messageId,
    columns.arguments,
    columns.result,
    columns.errorMessage,
  ),
]
