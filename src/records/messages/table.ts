import type { Message } from '../../db/generated/client.ts'
import { kindLength, nameLength, optional, required, type Table } from '../../db/sql/table.ts'

/** The table of messages. */
export const messageTable: Table<Message> = {
  name: 'monitoring_messages',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    botId: required('bot_id', 'text', nameLength),
    botName: required('bot_name', 'text', nameLength),
    pipelineId: required('pipeline_id', 'text', nameLength),
    pipelineName: required('pipeline_name', 'text', nameLength),
    runnerName: optional('runner_name', 'text', nameLength),
    messageContent: required('message_content', 'text'),
    sessionId: optional('session_id', 'text', nameLength),
    status: required('status', 'text', kindLength),
    level: required('level', 'text', kindLength),
    platform: optional('platform', 'text', nameLength),
    userId: optional('user_id', 'text', nameLength),
    userName: optional('user_name', 'text', nameLength),
    role: optional('role', 'text', kindLength),
    variables: optional('variables', 'text'),
  },
}
