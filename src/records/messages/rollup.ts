import type { Rollup } from '../../db/rollups/rollup.ts'
import { messageTable } from './table.ts'

const { timestamp, botId, pipelineId, platform, status } = messageTable.columns

/** What is kept of messages by hour, day and month: how many there are. */
export const messageRollup: Rollup = {
  table: messageTable,
  time: timestamp,
  dimensions: [botId, pipelineId, platform, status],
  measures: {},
}
