import sql, { raw, type Sql } from 'sql-template-tag'
import { type RolledOptions, rolledSql } from '../../db/rollups/rolled.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { llmCallSource } from '../../records/llmCalls/source.ts'

const { rules, rolledUp } = llmCallSource

/**
 * Statistics of all LLM calls and of each model. Selects `modelName`, which is null in the row for all calls, and the
 * counts and sums with the field names of `TokenTotals`. Models with the most tokens come first, then by name. All
 * calls are summed over the models, so that rows are read and filtered once.
 */
export const tokenTotalsSql = (filter: MonitoringFilter): Sql => sql`
  SELECT model_name AS "modelName", sum(calls) AS calls, sum(successes) AS "successCalls", sum(errors) AS "errorCalls",
    sum(zero_token_successes) AS "zeroTokenSuccessCalls",
    sum(input_tokens) AS "inputTokens",
    sum(output_tokens) AS "outputTokens",
    sum(total_tokens) AS "totalTokens",
    sum(duration) AS "durationMs",
    round(sum(cost), 6) AS cost
  FROM (
    SELECT model_name, sum(row_count) AS calls,
      coalesce(sum(row_count) FILTER (WHERE status = 'success'), 0) AS successes,
      coalesce(sum(row_count) FILTER (WHERE status = 'error'), 0) AS errors,
      sum(zero_token_successes) AS zero_token_successes, sum(input_tokens) AS input_tokens,
      sum(output_tokens) AS output_tokens, sum(total_tokens) AS total_tokens, sum(duration) AS duration,
      sum(cost) AS cost
    FROM ${rolledSql(rolledUp.rollup, rules, filter)}
    GROUP BY model_name
  ) AS models
  GROUP BY ROLLUP (model_name)
  HAVING sum(calls) > 0
  ORDER BY "totalTokens" DESC, model_name COLLATE "C"`

/**
 * The time range of the LLM calls, precise to the month. Selects `first`, at or before the first call, and `last`, less
 * than a month before the last call. Both are null if there are no calls.
 */
export const llmCallRangeSql = (filter: MonitoringFilter): Sql => sql`
  SELECT min("time") AS first, max("time") AS last FROM ${rolledSql(rolledUp.rollup, rules, filter)}`

/** How a series is divided into buckets. */
interface BucketOptions {
  /** The expression that maps `time` to the key of a bucket. */
  readonly key: Sql
  /** The longest rollup periods that each lie in a single bucket; undefined if buckets are shorter than hours. */
  readonly coarsest: RolledOptions['coarsest']
  /** Maximum number of buckets that are read. */
  readonly limit: number
  /** Whether calls are counted by status, which hours without dimensions do not contain. */
  readonly byStatus: boolean
}

/**
 * Sums of LLM calls by bucket. Selects the columns of the bucket's key, counts and sums, oldest first. Buckets without
 * calls are omitted. Without `byStatus`, the numbers of failed calls are 0.
 */
export const tokenSeriesSql = (filter: MonitoringFilter, { key, coarsest, limit, byStatus }: BucketOptions): Sql => {
  const rolled = rolledSql(rolledUp.rollup, rules, filter, { coarsest, inTotal: !byStatus })
  const groups = raw(byStatus ? '"time", status' : '"time"')
  // Rows are summed by period before buckets are determined, since that is expensive and there are few periods.
  const sums = sql`(
    SELECT ${groups}, sum(row_count) AS row_count, sum(input_tokens) AS input_tokens,
      sum(output_tokens) AS output_tokens, sum(total_tokens) AS total_tokens, sum(duration) AS duration,
      sum(cost) AS cost
    FROM ${rolled} GROUP BY ${groups}
  ) AS rolled`
  const countOf = (statuses: Sql) =>
    byStatus ? sql`coalesce(sum(row_count) FILTER (WHERE status IN (${statuses})), 0)` : raw('0')
  return sql`
  SELECT ${key}, sum(row_count) AS calls, ${countOf(raw(`'error'`))} AS "errorCalls",
    ${countOf(raw(`'error', 'timeout'`))} AS "failedCalls", sum(input_tokens) AS "inputTokens",
    sum(output_tokens) AS "outputTokens", sum(total_tokens) AS "totalTokens", sum(duration) AS "durationMs",
    round(sum(cost), 6) AS cost
  FROM ${coarsest ? sums : rolled}
  GROUP BY 1, 2
  HAVING sum(row_count) > 0
  ORDER BY 1, 2 LIMIT ${limit}`
}
