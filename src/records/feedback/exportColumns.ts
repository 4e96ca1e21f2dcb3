import { type ExportColumn, storedColumns } from '../../db/sql/exportColumn.ts'
import { readJson } from '../../shared/json.ts'
import { feedbackTable } from './table.ts'

const { columns } = feedbackTable

/** The columns of exported feedback. */
export const feedbackColumns: readonly ExportColumn[] = [
  ...storedColumns(columns.id, columns.timestamp, columns.feedbackId),
  { name: 'feedback_type', column: columns.type, readText: (type) => (type === '1' ? 'like' : 'dislike') },
  ...storedColumns(columns.content),
  { name: 'inaccurate_reasons', column: columns.inaccurateReasons, readValue: readJson },
  ...storedColumns(
    columns.botId,
    columns.botName,
    columns.pipelineId,
    columns.pipelineName,
    columns.sessionId,
    columns.messageId,
    columns.streamId,
    columns.userId,
    columns.platform,
  ),
]
