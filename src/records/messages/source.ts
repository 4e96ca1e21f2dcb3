import type { Message } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, type Kind, oneOf, oneOfKinds } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { messageLevels, messageRoles, messageStatuses } from './kinds.ts'
import { messageRollup } from './rollup.ts'
import { messageTable } from './table.ts'

/** The filter fields of messages. */
export interface MessageFields extends MonitoringFields {
  sessionIds: readonly string[]
  statuses: readonly Kind<typeof messageStatuses>[]
  levels: readonly Kind<typeof messageLevels>[]
  roles: readonly Kind<typeof messageRoles>[]
  platforms: readonly string[]
  userIds: readonly string[]
  runnerNames: readonly string[]
  search: string
}

const { columns } = messageTable

/** How lists of messages are filtered, sorted and counted. */
export const messageSource: RecordSource<Message, MessageFields, 'TIMESTAMP'> = {
  table: messageTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    sessionIds: oneOf(columns.sessionId),
    statuses: oneOfKinds(columns.status, messageStatuses),
    levels: oneOfKinds(columns.level, messageLevels),
    roles: oneOfKinds(columns.role, messageRoles),
    platforms: oneOf(columns.platform),
    userIds: oneOf(columns.userId),
    runnerNames: oneOf(columns.runnerName),
    search: contains(columns.messageContent, columns.userId, columns.userName),
  },
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: messageRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'statuses'] },
}
