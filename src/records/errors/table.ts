import type { ErrorLog } from '../../db/generated/client.ts'
import { nameLength, optional, required, type Table } from '../../db/sql/table.ts'

/** The table of errors. */
export const errorLogTable: Table<ErrorLog> = {
  name: 'monitoring_errors',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    errorType: required('error_type', 'text', nameLength),
    errorMessage: required('error_message', 'text'),
    botId: optional('bot_id', 'text', nameLength),
    botName: optional('bot_name', 'text', nameLength),
    pipelineId: optional('pipeline_id', 'text', nameLength),
    pipelineName: optional('pipeline_name', 'text', nameLength),
    sessionId: optional('session_id', 'text', nameLength),
    messageId: optional('message_id', 'text', nameLength),
    stackTrace: optional('stack_trace', 'text'),
  },
}
