import type { Rollup } from '../../db/rollups/rollup.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { toolCallTable } from './table.ts'

const { timestamp, botId, pipelineId, toolName, toolSource, status, durationMs } = toolCallTable.columns

/** The rollup of tool calls by hour, day and month: counts and duration, with sketches of durations. */
export const toolCallRollup: Rollup = {
  table: toolCallTable,
  time: timestamp,
  dimensions: [botId, pipelineId, toolName, toolSource, status],
  measures: { duration: columnSql(durationMs) },
  sketched: durationMs,
}
