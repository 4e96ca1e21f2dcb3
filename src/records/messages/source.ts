import type { Message } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOf, oneOfKinds } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { monitoringRules } from '../../db/sql/monitoringRules.ts'
import { messageLevels, messageRoles, messageStatuses } from './kinds.ts'
import { messageRollup } from './rollup.ts'
import { messageTable } from './table.ts'

const { columns } = messageTable

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  sessionIds: oneOf(columns.sessionId),
  statuses: oneOfKinds(columns.status, messageStatuses),
  levels: oneOfKinds(columns.level, messageLevels),
  roles: oneOfKinds(columns.role, messageRoles),
  platforms: oneOf(columns.platform),
  userIds: oneOf(columns.userId),
  runnerNames: oneOf(columns.runnerName),
  search: contains(columns.messageContent, columns.userId, columns.userName),
}

/** The filter fields of messages. */
export type MessageFields = FieldsOf<typeof rules>

/** How lists of messages are filtered, sorted and counted. */
export const messageSource: RecordSource<Message, MessageFields, 'TIMESTAMP'> = {
  table: messageTable,
  rules,
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: messageRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'statuses'] },
}
