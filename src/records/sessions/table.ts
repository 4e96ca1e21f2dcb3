import type { Session } from '../../db/generated/client.ts'
import { nameLength, optional, required, type Table } from '../../db/sql/table.ts'

/** The table of sessions. */
export const sessionTable: Table<Session> = {
  name: 'monitoring_sessions',
  columns: {
    id: required('session_id', 'text', nameLength),
    botId: required('bot_id', 'text', nameLength),
    botName: required('bot_name', 'text', nameLength),
    pipelineId: required('pipeline_id', 'text', nameLength),
    pipelineName: required('pipeline_name', 'text', nameLength),
    messageCount: required('message_count', 'int'),
    startTime: required('start_time', 'time'),
    lastActivity: required('last_activity', 'time'),
    isActive: required('is_active', 'boolean'),
    platform: optional('platform', 'text', nameLength),
    userId: optional('user_id', 'text', nameLength),
    userName: optional('user_name', 'text', nameLength),
  },
}
