import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { llmCallTable } from './table.ts'

const { columns } = llmCallTable

/** The columns of exported LLM calls. */
export const llmCallColumns: readonly ExportColumn[] = [
  ...storedColumns(
    columns.id,
    columns.timestamp,
    columns.modelName,
    columns.inputTokens,
    columns.outputTokens,
    columns.totalTokens,
  ),
  { name: 'duration_ms', column: columns.durationMs },
  ...storedColumns(
    columns.cost,
    columns.status,
    columns.botId,
    columns.botName,
    columns.pipelineId,
    columns.pipelineName,
    columns.sessionId,
    columns.messageId,
    columns.errorMessage,
  ),
]
