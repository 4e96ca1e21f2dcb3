import type { Rollup } from '../../db/rollups/rollup.ts'
import { messageTable } from './table.ts'

const { timestamp, botId, pipelineId, platform, status } = messageTable.columns

/** The rollup of messages by hour, day and month: counts. */
export const messageRollup: Rollup = {
  table: messageTable,
  time: timestamp,
  dimensions: [botId, pipelineId, platform, status],
  measures: {},
}
