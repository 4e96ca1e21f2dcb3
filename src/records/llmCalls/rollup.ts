import sql from 'sql-template-tag'
import type { Rollup } from '../../db/rollups/rollup.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { llmCallTable } from './table.ts'

const { timestamp, botId, pipelineId, modelName, status, ...columns } = llmCallTable.columns

/**
 * The rollup of LLM calls by hour, day and month: counts, token usage, duration and cost, with sketches of durations.
 */
export const llmCallRollup: Rollup = {
  table: llmCallTable,
  time: timestamp,
  dimensions: [botId, pipelineId, modelName, status],
  measures: {
    zero_token_successes: sql`(status = 'success' AND total_tokens = 0)::int`,
    input_tokens: columnSql(columns.inputTokens),
    output_tokens: columnSql(columns.outputTokens),
    total_tokens: columnSql(columns.totalTokens),
    duration: columnSql(columns.durationMs),
    cost: sql`coalesce(cost::numeric, 0)`,
    without_cost: sql`(cost IS NULL)::int`,
  },
  sketched: columns.durationMs,
}
