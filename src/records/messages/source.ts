import sql, { type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Queryable } from '../../db/queryable.ts'
import type { Message } from '../../db/generated/client.ts'
import { rolledSql } from '../../db/rollups/rolled.ts'
import { contains, oneOf, oneOfKinds } from '../../db/sql/filters.ts'
import { type MonitoringFields, type MonitoringFilter, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { tableSql } from '../../db/sql/rows.ts'
import type { RecordSource } from '../../db/sql/source.ts'
import { messageRollup } from './rollup.ts'
import { messageTable } from './table.ts'

/** The stored statuses of a message. */
export const messageStatuses = ['success', 'error', 'pending'] as const
/** The stored levels of a message. */
export const messageLevels = ['debug', 'info', 'warning', 'error'] as const
/** The stored roles of a message. */
export const messageRoles = ['user', 'assistant'] as const

/** What messages can be restricted by. */
export interface MessageFields extends MonitoringFields {
  sessionIds: readonly string[]
  statuses: readonly ((typeof messageStatuses)[number] | 'unknown')[]
  levels: readonly ((typeof messageLevels)[number] | 'unknown')[]
  roles: readonly ((typeof messageRoles)[number] | 'unknown')[]
  platforms: readonly string[]
  userIds: readonly string[]
  runnerNames: readonly string[]
  search: string
}

const { columns } = messageTable

/** Messages as lists read them. */
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

/** Counts of messages by status: selects `total` and `success`. */
export const messageFiguresSql = (filter: MonitoringFilter): Sql => sql`
  SELECT coalesce(sum(row_count), 0) AS total,
    coalesce(sum(row_count) FILTER (WHERE status = 'success'), 0) AS success
  FROM ${rolledSql(messageRollup, messageSource.rules, filter)}`

const statsSchema = z.object({
  key: z.string(),
  total: z.number(),
  success: z.number(),
  error: z.number(),
  pending: z.number(),
  first: z.date().nullable(),
  last: z.date().nullable(),
})

/** How many messages a session has, by how they ended, and when its first and last one were sent; null without any. */
export type MessageStats = Omit<z.infer<typeof statsSchema>, 'key'>

/** The messages' figures of many sessions, in one statement; a session without messages has no entry. */
export const findMessageStats = async (
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, MessageStats>> => {
  const rows = await db.query(sql`
    SELECT session_id AS key, count(*) AS total,
      count(*) FILTER (WHERE status = 'success') AS success,
      count(*) FILTER (WHERE status = 'error') AS error,
      count(*) FILTER (WHERE status = 'pending') AS pending,
      min(timestamp) AS first, max(timestamp) AS last
    FROM ${tableSql(messageTable)} WHERE session_id = ANY(${sessionIds}) GROUP BY session_id`)
  return new Map(rows.map((row) => statsSchema.parse(row)).map(({ key, ...stats }) => [key, stats]))
}
