import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { OpenTestDatabase } from './database.ts'

/** A filter of statistics, as tests pass it to the API. */
export interface RowsFilter {
  readonly botIds?: string[]
  readonly pipelineIds?: string[]
  readonly startTime?: string
  readonly endTime?: string
}

const where = ({ botIds, pipelineIds, startTime, endTime }: RowsFilter, time = 'timestamp'): Sql => {
  const conditions = [
    sql`TRUE`,
    ...(botIds ? [sql`bot_id = ANY(${botIds})`] : []),
    ...(pipelineIds ? [sql`pipeline_id = ANY(${pipelineIds})`] : []),
    ...(startTime ? [sql`${raw(time)} >= ${startTime}::timestamptz`] : []),
    ...(endTime ? [sql`${raw(time)} <= ${endTime}::timestamptz`] : []),
  ]
  return join(conditions, ' AND ')
}

const only = async (db: OpenTestDatabase, statement: Sql): Promise<Record<string, unknown>> => {
  const [row = {}] = await db.query<Record<string, unknown>>(statement)
  return row
}

/**
 * The expected statistics, computed by scans over the rows, with the field names of responses and without derived
 * fields.
 */
export const statisticsByRows = async (db: OpenTestDatabase, filter: RowsFilter) => {
  const [messages, calls, embedding, sessions, errors, feedback] = await Promise.all([
    only(db, sql`SELECT count(*) AS "totalMessages" FROM monitoring_messages WHERE ${where(filter)}`),
    only(
      db,
      sql`
        SELECT count(*) AS "llmCalls", coalesce(sum(total_tokens), 0) AS "totalTokens",
          coalesce(round(sum(cost::numeric), 6), 0) AS "totalCost"
        FROM monitoring_llm_calls WHERE ${where(filter)}`,
    ),
    only(db, sql`SELECT count(*) AS "embeddingCalls" FROM monitoring_embedding_calls WHERE ${where(filter)}`),
    only(
      db,
      sql`SELECT count(*) AS "activeSessions" FROM monitoring_sessions WHERE is_active AND ${where(filter, 'start_time')}`,
    ),
    only(db, sql`SELECT count(*) AS "totalErrors" FROM monitoring_errors WHERE ${where(filter)}`),
    only(
      db,
      sql`
        SELECT count(*) AS "totalFeedback", count(*) FILTER (WHERE feedback_type = 1) AS "totalLikes",
          count(*) FILTER (WHERE feedback_type = 2) AS "totalDislikes"
        FROM monitoring_feedback WHERE ${where(filter)}`,
    ),
  ])
  return { overview: { ...messages, ...calls, ...embedding, ...sessions, ...errors }, feedbackStats: feedback }
}

/** The expected token statistics in total and by model, computed by scans over the rows. */
export const tokensByRows = async (db: OpenTestDatabase, filter: RowsFilter) => {
  const sums = sql`
    count(*) FILTER (WHERE status = 'error') AS "errorCalls",
    coalesce(sum(total_tokens), 0) AS "totalTokens", coalesce(round(sum(cost::numeric), 6), 0)`
  const summary = await only(
    db,
    sql`
      SELECT count(*) AS "totalCalls", count(*) FILTER (WHERE status = 'success') AS "successCalls",
        coalesce(sum(input_tokens), 0) AS "totalInputTokens", coalesce(sum(output_tokens), 0) AS "totalOutputTokens",
        coalesce(trunc(sum(duration)::numeric / nullif(count(*), 0)), 0) AS "avgDurationMs",
        count(*) FILTER (WHERE status = 'success' AND total_tokens = 0) AS "zeroTokenSuccessCalls",
        ${sums} AS "totalCost"
      FROM monitoring_llm_calls WHERE ${where(filter)}`,
  )
  const byModel = await db.query(sql`
    SELECT model_name AS "modelName", count(*) AS calls, ${sums} AS cost
    FROM monitoring_llm_calls WHERE ${where(filter)}
    GROUP BY 1 ORDER BY "totalTokens" DESC, 1`)
  return { summary, byModel }
}

/** The expected series without gaps, computed by a scan over the rows with PostgreSQL's time zones. */
export const seriesByRows = (db: OpenTestDatabase, filter: RowsFilter, unit: string, timeZone: string) =>
  db.query(sql`
    SELECT date_trunc(${unit}, timestamp, ${timeZone}) AS "bucketStart", count(*) AS calls,
      sum(input_tokens) AS "inputTokens", sum(output_tokens) AS "outputTokens", sum(total_tokens) AS "totalTokens",
      coalesce(round(sum(cost::numeric), 6), 0) AS cost, trunc(avg(duration)) AS "avgDurationMs",
      count(*) FILTER (WHERE status = 'error') AS "errorCalls",
      count(*) FILTER (WHERE status IN ('error', 'timeout')) AS "failedCalls"
    FROM monitoring_llm_calls WHERE ${where(filter)} GROUP BY 1 ORDER BY 1`)
