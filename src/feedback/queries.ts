import sql, { type Sql } from 'sql-template-tag'
import { columnSql, contains, filterSql, oneOf, oneOfKinds } from '../db/filters.ts'
import type { Feedback } from '../db/generated/client.ts'
import { type MonitoringFields, type MonitoringFilter, monitoringRules } from '../db/monitoringRules.ts'
import { rolledSql } from '../db/rollups/rolled.ts'
import { tableSql } from '../db/rows.ts'
import type { RecordSource } from '../db/source.ts'
import type { Column } from '../db/table.ts'
import { feedbackRollup } from './rollup.ts'
import { feedbackTable } from './table.ts'

/** The stored types of feedback: a like and a dislike. */
export const feedbackTypes = [1, 2] as const

/** What feedback can be restricted by. */
export interface FeedbackFields extends MonitoringFields {
  types: readonly ((typeof feedbackTypes)[number] | 'unknown')[]
  sessionIds: readonly string[]
  messageIds: readonly string[]
  userIds: readonly string[]
  platforms: readonly string[]
  search: string
}

const { columns } = feedbackTable

/** Feedback as lists read it. */
export const feedbackSource: RecordSource<Feedback, FeedbackFields, 'TIMESTAMP'> = {
  table: feedbackTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    types: oneOfKinds(columns.type, feedbackTypes),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    userIds: oneOf(columns.userId),
    platforms: oneOf(columns.platform),
    search: contains(columns.content),
  },
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: feedbackRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'types'] },
}

/**
 * Feedback counted in all, by bot and by pipeline: selects `kind` (`all`, `bot` or `pipeline`), the group's `id` under
 * its newest known `name`, and `total`, `likes` and `dislikes`. A name is looked up once for each group, by an index.
 */
export const feedbackFiguresSql = (filter: MonitoringFilter): Sql => sql`
  SELECT kind, id, CASE kind
      WHEN 'bot' THEN ${newestNameSql(columns.botId, columns.botName, filter)}
      WHEN 'pipeline' THEN ${newestNameSql(columns.pipelineId, columns.pipelineName, filter)}
    END AS name, total, likes, dislikes
  FROM (
    SELECT CASE grouping(bot_id, pipeline_id) WHEN 1 THEN 'bot' WHEN 2 THEN 'pipeline' ELSE 'all' END AS kind,
      coalesce(bot_id, pipeline_id) AS id, sum(row_count) AS total,
      coalesce(sum(row_count) FILTER (WHERE feedback_type = 1), 0) AS likes,
      coalesce(sum(row_count) FILTER (WHERE feedback_type = 2), 0) AS dislikes
    FROM ${rolledSql(feedbackRollup, feedbackSource.rules, filter)}
    GROUP BY GROUPING SETS ((), (bot_id), (pipeline_id))
    HAVING sum(row_count) > 0
  ) AS counted
  ORDER BY total DESC, id`

/** The newest known name of the group at hand, of rows that have one: groups without an id are asked for apart, so that indexes serve. */
const newestNameSql = (idColumn: Column, nameColumn: Column, filter: MonitoringFilter): Sql => {
  const newest = (condition: Sql) => sql`(
        SELECT ${columnSql(nameColumn)} FROM ${tableSql(feedbackTable)}
        WHERE ${condition} AND ${columnSql(nameColumn)} IS NOT NULL AND ${filterSql(feedbackSource.rules, filter)}
        ORDER BY timestamp DESC, ${columnSql(nameColumn)} LIMIT 1)`
  const id = columnSql(idColumn)
  return sql`CASE WHEN id IS NULL THEN ${newest(sql`${id} IS NULL`)} ELSE ${newest(sql`${id} = counted.id`)} END`
}
