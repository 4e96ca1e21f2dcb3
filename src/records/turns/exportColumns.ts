import sql, { type Sql } from 'sql-template-tag'
import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import type { Column } from '../../db/sql/table.ts'
import { optional } from '../../db/sql/table.ts'
import { readMessageText } from '../../shared/messageText.ts'
import { turnTable } from './table.ts'

const { columns } = turnTable

/** A column under another name than that of the view. */
const renamed = (name: string, column: Column): ExportColumn => ({ name, column })

/** The text of a message of the turn. */
const textOf = (name: string, valueSql: Sql): ExportColumn => ({
  name,
  column: optional('message_content', 'text'),
  valueSql,
  readText: readMessageText,
})

/** The columns of exported turns. */
export const turnColumns: readonly ExportColumn[] = [
  ...storedColumns(
    columns.id,
    columns.timestamp,
    columns.botId,
    columns.botName,
    columns.pipelineId,
    columns.pipelineName,
    columns.runnerName,
  ),
  textOf('question_text', sql`(SELECT message_content FROM monitoring_messages WHERE id = "question_id")`),
  textOf(
    'reply_text',
    sql`(
      SELECT message_content FROM monitoring_messages
      WHERE id = ANY("message_ids") AND role = 'assistant' ORDER BY timestamp, id LIMIT 1)`,
  ),
  ...storedColumns(columns.sessionId, columns.platform, columns.userId, columns.userName, columns.replyCount),
  renamed('first_reply_ms', columns.firstReplyMs),
  renamed('duration_ms', columns.durationMs),
  ...storedColumns(
    columns.modelName,
    columns.totalTokens,
    columns.totalCost,
    columns.errorCount,
    columns.feedbackCount,
    columns.likes,
    columns.dislikes,
  ),
]

/** Columns of turns that are exported only if requested by name. */
export const furtherTurnColumns: readonly ExportColumn[] = storedColumns(columns.endTime)
