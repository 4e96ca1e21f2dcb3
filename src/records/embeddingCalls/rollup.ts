import type { Rollup } from '../../db/rollups/rollup.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { embeddingCallTable } from './table.ts'

const { timestamp, botId, pipelineId, modelName, status, ...columns } = embeddingCallTable.columns

/**
 * The rollup of embedding calls by hour, day and month: counts, token usage and duration, with sketches of durations.
 */
export const embeddingCallRollup: Rollup = {
  table: embeddingCallTable,
  time: timestamp,
  dimensions: [botId, pipelineId, modelName, status],
  measures: {
    prompt_tokens: columnSql(columns.promptTokens),
    total_tokens: columnSql(columns.totalTokens),
    duration: columnSql(columns.durationMs),
    input_count: columnSql(columns.inputCount),
  },
  sketched: columns.durationMs,
}
