import sql from 'sql-template-tag'
import type { Session } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, is, oneOf, within } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { monitoringRules } from '../../db/sql/monitoringRules.ts'
import { required } from '../../db/sql/table.ts'
import { sessionRollup } from './rollup.ts'
import { sessionTable } from './table.ts'

const { columns } = sessionTable

const rules = {
  ...monitoringRules(columns, columns.startTime),
  isActive: is(columns.isActive),
  platforms: oneOf(columns.platform),
  userIds: oneOf(columns.userId),
  messageCount: within(columns.messageCount),
  search: contains(columns.id, columns.userId, columns.userName),
}

/** The filter fields of sessions. */
export type SessionFields = FieldsOf<typeof rules>

type SessionOrder = 'LAST_ACTIVITY' | 'START_TIME' | 'MESSAGE_COUNT' | 'DURATION'

/**
 * The time between the first and the latest message of a session in seconds, as in the index that lists are read by.
 */
const sessionSecondsSql = sql`(extract(epoch FROM "last_activity" - "start_time"))::float8`

/** How lists of sessions are filtered, sorted and counted. Their time window applies to the start time. */
export const sessionSource: RecordSource<Session, SessionFields, SessionOrder> = {
  table: sessionTable,
  rules,
  sortKeys: {
    LAST_ACTIVITY: { column: columns.lastActivity },
    START_TIME: { column: columns.startTime },
    MESSAGE_COUNT: { column: columns.messageCount },
    DURATION: { column: required('duration', 'float'), expression: sessionSecondsSql },
  },
  defaultSort: 'LAST_ACTIVITY',
  rolledUp: { rollup: sessionRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'isActive'] },
}
