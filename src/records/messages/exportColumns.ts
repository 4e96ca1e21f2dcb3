import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { readMessageText } from '../../shared/messageText.ts'
import { messageTable } from './table.ts'

const { columns } = messageTable

/** The columns of exported messages. */
export const messageColumns: readonly ExportColumn[] = [
  ...storedColumns(
    columns.id,
    columns.timestamp,
    columns.botId,
    columns.botName,
    columns.pipelineId,
    columns.pipelineName,
    columns.runnerName,
    columns.messageContent,
  ),
  { name: 'message_text', column: columns.messageContent, readText: readMessageText },
  ...storedColumns(columns.sessionId, columns.status, columns.level, columns.platform, columns.userId),
]

/** Columns of messages that are exported only if requested by name. */
export const furtherMessageColumns: readonly ExportColumn[] = storedColumns(columns.role, columns.userName)
