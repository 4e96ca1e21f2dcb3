import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { rolledSql } from '../../db/rollups/rolled.ts'
import { columnSql, filterSql } from '../../db/sql/filters.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { tableSql } from '../../db/sql/rows.ts'
import type { Column } from '../../db/sql/table.ts'
import { feedbackSource } from '../../records/feedback/source.ts'

const { rules, rolledUp, table } = feedbackSource
const { columns } = table

/** A grouping of feedback counts: by bot, by pipeline, or all feedback together. */
export type FeedbackGrouping = 'all' | 'bot' | 'pipeline'

/** The columns that groups are formed by. */
const groups = [
  { kind: 'bot', id: columns.botId, name: columns.botName },
  { kind: 'pipeline', id: columns.pipelineId, name: columns.pipelineName },
] as const

/**
 * Counts feedback by each requested grouping. Selects `kind` (the grouping), the group's `id` and newest known `name`,
 * `total`, `likes` and `dislikes`. A name is looked up once per group, by an index.
 */
export const feedbackStatsSql = (filter: MonitoringFilter, wanted: readonly FeedbackGrouping[]): Sql => {
  const counted = groups.filter(({ kind }) => wanted.includes(kind))
  const ids = counted.map(({ id }) => columnSql(id))
  const sets = [...(wanted.includes('all') ? [sql`()`] : []), ...ids.map((id) => sql`(${id})`)]
  const kinds = counted.map(({ kind, id }) => sql`CASE grouping(${columnSql(id)}) WHEN 0 THEN ${raw(`'${kind}'`)} END`)
  const names = counted.map(
    ({ kind, id, name }) => sql`CASE kind WHEN ${raw(`'${kind}'`)} THEN ${newestNameSql(id, name, filter)} END`,
  )
  return sql`
  SELECT kind, id, coalesce(${join([...names, sql`NULL::text`], ', ')}) AS name, total, likes, dislikes
  FROM (
    SELECT coalesce(${join([...kinds, sql`'all'`], ', ')}) AS kind,
      coalesce(${join([...ids, sql`NULL::text`], ', ')}) AS id, sum(total) AS total, sum(likes) AS likes,
      sum(dislikes) AS dislikes
    FROM (${combinedSql(filter, ids)}) AS combined
    GROUP BY GROUPING SETS (${join(sets, ', ')})
    HAVING sum(total) > 0
  ) AS counted
  ORDER BY total DESC, id`
}

/** Counts feedback by all columns together, from which each grouping is summed, so that rows are read once. */
const combinedSql = (filter: MonitoringFilter, ids: readonly Sql[]): Sql => {
  const columnsSql = ids.map((id) => sql`${id}, `)
  return sql`
      SELECT ${columnsSql.length > 0 ? join(columnsSql, '') : empty}sum(row_count) AS total,
        coalesce(sum(row_count) FILTER (WHERE feedback_type = 1), 0) AS likes,
        coalesce(sum(row_count) FILTER (WHERE feedback_type = 2), 0) AS dislikes
      FROM ${rolledSql(rolledUp.rollup, rules, filter)}
      ${ids.length > 0 ? sql`GROUP BY ${join(ids, ', ')}` : empty}`
}

/**
 * The most recent name of a group. Empty names are ignored. Groups without an id have a separate condition, so
 * that indexes are used.
 */
const newestNameSql = (idColumn: Column, nameColumn: Column, filter: MonitoringFilter): Sql => {
  const newest = (condition: Sql) => sql`(
        SELECT ${columnSql(nameColumn)} FROM ${tableSql(table)}
        WHERE ${condition} AND ${columnSql(nameColumn)} <> '' AND ${filterSql(rules, filter)}
        ORDER BY timestamp DESC, ${columnSql(nameColumn)} LIMIT 1)`
  const id = columnSql(idColumn)
  return sql`CASE WHEN id IS NULL THEN ${newest(sql`${id} IS NULL`)} ELSE ${newest(sql`${id} = counted.id`)} END`
}
