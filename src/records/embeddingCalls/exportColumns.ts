import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { embeddingCallTable } from './table.ts'

const { columns } = embeddingCallTable

/** The columns of exported embedding calls. */
export const embeddingCallColumns: readonly ExportColumn[] = [
  ...storedColumns(columns.id, columns.timestamp, columns.modelName, columns.promptTokens, columns.totalTokens),
  { name: 'duration_ms', column: columns.durationMs },
  ...storedColumns(
    columns.inputCount,
    columns.status,
    columns.errorMessage,
    columns.knowledgeBaseId,
    columns.queryText,
    columns.sessionId,
    columns.messageId,
    columns.callType,
  ),
]
