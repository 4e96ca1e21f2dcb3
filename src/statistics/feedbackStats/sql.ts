import sql, { type Sql } from 'sql-template-tag'
import { rolledSql } from '../../db/rollups/rolled.ts'
import { columnSql, filterSql } from '../../db/sql/filters.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { tableSql } from '../../db/sql/rows.ts'
import type { Column } from '../../db/sql/table.ts'
import { feedbackSource } from '../../records/feedback/source.ts'

const { rules, rolledUp, table } = feedbackSource
const { columns } = table

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
    FROM ${rolledSql(rolledUp.rollup, rules, filter)}
    GROUP BY GROUPING SETS ((), (bot_id), (pipeline_id))
    HAVING sum(row_count) > 0
  ) AS counted
  ORDER BY total DESC, id`

/** The newest known name of the group: groups without an id are looked up apart, so that indexes serve. */
const newestNameSql = (idColumn: Column, nameColumn: Column, filter: MonitoringFilter): Sql => {
  const newest = (condition: Sql) => sql`(
        SELECT ${columnSql(nameColumn)} FROM ${tableSql(table)}
        WHERE ${condition} AND ${columnSql(nameColumn)} IS NOT NULL AND ${filterSql(rules, filter)}
        ORDER BY timestamp DESC, ${columnSql(nameColumn)} LIMIT 1)`
  const id = columnSql(idColumn)
  return sql`CASE WHEN id IS NULL THEN ${newest(sql`${id} IS NULL`)} ELSE ${newest(sql`${id} = counted.id`)} END`
}
