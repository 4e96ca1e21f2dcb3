import sql, { type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Queryable } from '../db/database.ts'
import { columnSql, contains, oneOf, oneOfKinds, type Range, within } from '../db/filters.ts'
import type { LlmCall } from '../db/generated/client.ts'
import { type MonitoringFields, type MonitoringFilter, monitoringRules } from '../db/monitoringRules.ts'
import { type RolledOptions, rolledSql } from '../db/rollups/rolled.ts'
import { tableSql } from '../db/rows.ts'
import type { RecordSource } from '../db/source.ts'
import { type CallStatusFilter, callStatuses } from '../shared/callStatuses.ts'
import { llmCallRollup } from './rollup.ts'
import { llmCallTable } from './table.ts'

/** What LLM calls can be restricted by. */
export interface LlmCallFields extends MonitoringFields {
  sessionIds: readonly string[]
  messageIds: readonly string[]
  modelNames: readonly string[]
  statuses: readonly CallStatusFilter[]
  inputTokens: Range
  outputTokens: Range
  totalTokens: Range
  durationMs: Range
  cost: Range
  search: string
}

const { columns } = llmCallTable

/** LLM calls as lists read them. */
export const llmCallSource: RecordSource<LlmCall, LlmCallFields, 'TIMESTAMP' | 'TOTAL_TOKENS' | 'DURATION' | 'COST'> = {
  table: llmCallTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    modelNames: oneOf(columns.modelName),
    statuses: oneOfKinds(columns.status, callStatuses),
    inputTokens: within(columns.inputTokens),
    outputTokens: within(columns.outputTokens),
    totalTokens: within(columns.totalTokens),
    durationMs: within(columns.durationMs),
    cost: within(columns.cost),
    search: contains(columns.errorMessage),
  },
  sortKeys: {
    TIMESTAMP: { column: columns.timestamp },
    TOTAL_TOKENS: { column: columns.totalTokens },
    DURATION: { column: columns.durationMs },
    COST: { column: columns.cost, nulls: { asc: "'Infinity'", desc: "'-Infinity'" } },
  },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: llmCallRollup, fields: ['botIds', 'pipelineIds', 'modelNames', 'statuses'] },
}

/** Counts and sums of LLM calls: selects `calls`, `tokens` and `cost`. */
export const llmFiguresSql = (filter: MonitoringFilter): Sql => sql`
  SELECT coalesce(sum(row_count), 0) AS calls, coalesce(sum(total_tokens), 0) AS tokens,
    coalesce(round(sum(cost), 6), 0) AS cost
  FROM ${rolledSql(llmCallRollup, llmCallSource.rules, filter)}`

const statsSchema = z.object({
  key: z.string(),
  totalCalls: z.number(),
  successCalls: z.number(),
  errorCalls: z.number(),
  failedCalls: z.number(),
  unsuccessfulCalls: z.number(),
  totalInputTokens: z.number(),
  totalOutputTokens: z.number(),
  totalTokens: z.number(),
  totalDurationMs: z.number(),
})

/** Counts and sums of the LLM calls of one message or session. */
export type LlmStats = Omit<z.infer<typeof statsSchema>, 'key'>

/** Which calls `errorCalls` counts of each parent, as the public contract fixes it. */
const errorConditions = { messageId: sql`status = 'error'`, sessionId: sql`status <> 'success'` }

/** The LLM calls' figures of many messages or sessions, in one statement; a parent without calls has no entry. */
export const findLlmStats = async (
  db: Queryable,
  parentField: 'messageId' | 'sessionId',
  parents: readonly string[],
): Promise<Map<string, LlmStats>> => {
  const parent = columnSql(columns[parentField])
  const rows = await db.query(sql`
    SELECT ${parent} AS key, count(*) AS "totalCalls",
      count(*) FILTER (WHERE status = 'success') AS "successCalls",
      count(*) FILTER (WHERE ${errorConditions[parentField]}) AS "errorCalls",
      count(*) FILTER (WHERE status IN ('error', 'timeout')) AS "failedCalls",
      count(*) FILTER (WHERE status <> 'success') AS "unsuccessfulCalls",
      sum(input_tokens) AS "totalInputTokens",
      sum(output_tokens) AS "totalOutputTokens",
      sum(total_tokens) AS "totalTokens",
      sum(duration) AS "totalDurationMs"
    FROM ${tableSql(llmCallTable)} WHERE ${parent} = ANY(${parents}) GROUP BY ${parent}`)
  return new Map(rows.map((row) => statsSchema.parse(row)).map(({ key, ...stats }) => [key, stats]))
}

/**
 * Figures of LLM calls in all and by model: selects `modelName`, null in the row for all, and counts and sums under the
 * names that the fields of `TokenFigures` have. The most tokens come first, then by name.
 */
export const tokenFiguresSql = (filter: MonitoringFilter): Sql => sql`
  SELECT model_name AS "modelName", sum(row_count) AS calls,
    coalesce(sum(row_count) FILTER (WHERE status = 'success'), 0) AS "successCalls",
    coalesce(sum(row_count) FILTER (WHERE status = 'error'), 0) AS "errorCalls",
    sum(zero_token_successes) AS "zeroTokenSuccessCalls",
    sum(input_tokens) AS "inputTokens",
    sum(output_tokens) AS "outputTokens",
    sum(total_tokens) AS "totalTokens",
    sum(duration) AS "durationMs",
    round(sum(cost), 6) AS cost
  FROM ${rolledSql(llmCallRollup, llmCallSource.rules, filter)}
  GROUP BY ROLLUP (model_name)
  HAVING sum(row_count) > 0
  ORDER BY "totalTokens" DESC, model_name COLLATE "C"`

/**
 * Times between which all LLM calls lie, to the month: selects `first`, at or before the first call, and `last`, less
 * than a month before the last one; null where there never was one.
 */
export const llmCallRangeSql = (filter: MonitoringFilter): Sql => sql`
  SELECT min("time") AS first, max("time") AS last FROM ${rolledSql(llmCallRollup, llmCallSource.rules, filter)}`

/**
 * Sums of LLM calls by the buckets that an expression of `time` names: selects the expression's columns, counts and
 * sums; buckets without calls are left out.
 * @param coarsest the longest periods that lie in one bucket each; none where buckets part hours.
 */
export const tokenSeriesSql = (filter: MonitoringFilter, bucketKey: Sql, coarsest: RolledOptions['coarsest']): Sql => {
  const rolled = rolledSql(llmCallRollup, llmCallSource.rules, filter, { coarsest, inTotal: true })
  // Periods are summed up before their buckets are told: that is what takes long, and they are few.
  const sums = sql`(
    SELECT "time", sum(row_count) AS row_count, sum(input_tokens) AS input_tokens,
      sum(output_tokens) AS output_tokens, sum(total_tokens) AS total_tokens
    FROM ${rolled} GROUP BY 1
  ) AS rolled`
  return sql`
  SELECT ${bucketKey}, sum(row_count) AS calls, sum(input_tokens) AS "inputTokens",
    sum(output_tokens) AS "outputTokens", sum(total_tokens) AS "totalTokens"
  FROM ${coarsest ? sums : rolled}
  GROUP BY 1, 2
  HAVING sum(row_count) > 0
  ORDER BY 1, 2`
}
