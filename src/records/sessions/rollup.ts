import type { Rollup } from '../../db/rollups/rollup.ts'
import { sessionTable } from './table.ts'

const { startTime, botId, pipelineId, platform, isActive } = sessionTable.columns

/** What is kept of sessions by the hour, day and month of their start: how many there are. */
export const sessionRollup: Rollup = {
  table: sessionTable,
  time: startTime,
  dimensions: [botId, pipelineId, platform, isActive],
  measures: {},
}
