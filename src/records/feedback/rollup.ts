import type { Rollup } from '../../db/rollups/rollup.ts'
import { feedbackTable } from './table.ts'

const { timestamp, botId, pipelineId, platform, type } = feedbackTable.columns

/** The rollup of feedback by hour, day and month: counts. */
export const feedbackRollup: Rollup = {
  table: feedbackTable,
  time: timestamp,
  dimensions: [botId, pipelineId, platform, type],
  measures: {},
}
