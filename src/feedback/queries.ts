import sql, { type Sql } from 'sql-template-tag'
import { contains, filterSql, oneOf, oneOfKinds } from '../db/filters.ts'
import type { Feedback } from '../db/generated/client.ts'
import { type MonitoringFields, type MonitoringFilter, monitoringRules } from '../db/monitoringRules.ts'
import { tableSql } from '../db/rows.ts'
import type { RecordSource } from '../db/source.ts'
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
}

/**
 * Feedback counted in all, by bot and by pipeline: selects `kind` (`all`, `bot` or `pipeline`), the group's `id` under
 * its newest `name`, and `total`, `likes` and `dislikes`. Names are counted apart first, so that no row is kept.
 */
export const feedbackFiguresSql = (filter: MonitoringFilter): Sql => sql`
  SELECT kind, id, (array_agg(name ORDER BY newest DESC, name))[1] AS name,
    sum(total) AS total, sum(likes) AS likes, sum(dislikes) AS dislikes
  FROM (
    SELECT CASE grouping(bot_id, pipeline_id) WHEN 1 THEN 'bot' WHEN 2 THEN 'pipeline' ELSE 'all' END AS kind,
      coalesce(bot_id, pipeline_id) AS id, coalesce(bot_name, pipeline_name) AS name, max(timestamp) AS newest,
      count(*) AS total,
      count(*) FILTER (WHERE feedback_type = 1) AS likes,
      count(*) FILTER (WHERE feedback_type = 2) AS dislikes
    FROM ${tableSql(feedbackTable)} WHERE ${filterSql(feedbackSource.rules, filter)}
    GROUP BY GROUPING SETS ((), (bot_id, bot_name), (pipeline_id, pipeline_name))
  ) AS named
  GROUP BY kind, id
  ORDER BY total DESC, id`
