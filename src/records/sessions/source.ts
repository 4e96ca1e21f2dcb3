import type { Session } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, is, oneOf, type Range, within } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { sessionRollup } from './rollup.ts'
import { sessionTable } from './table.ts'

/** The filter fields of sessions. */
export interface SessionFields extends MonitoringFields {
  isActive: boolean
  platforms: readonly string[]
  userIds: readonly string[]
  messageCount: Range
  search: string
}

const { columns } = sessionTable

/** How lists of sessions are filtered, sorted and counted. Their time window applies to the start time. */
export const sessionSource: RecordSource<Session, SessionFields, 'LAST_ACTIVITY' | 'START_TIME' | 'MESSAGE_COUNT'> = {
  table: sessionTable,
  rules: {
    ...monitoringRules(columns, columns.startTime),
    isActive: is(columns.isActive),
    platforms: oneOf(columns.platform),
    userIds: oneOf(columns.userId),
    messageCount: within(columns.messageCount),
    search: contains(columns.id, columns.userId, columns.userName),
  },
  sortKeys: {
    LAST_ACTIVITY: { column: columns.lastActivity },
    START_TIME: { column: columns.startTime },
    MESSAGE_COUNT: { column: columns.messageCount },
  },
  defaultSort: 'LAST_ACTIVITY',
  rolledUp: { rollup: sessionRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'isActive'] },
}
