import type { Rollup } from '../../db/rollups/rollup.ts'
import { sessionTable } from './table.ts'

const { startTime, botId, pipelineId, platform, isActive } = sessionTable.columns

/** The rollup of sessions by hour, day and month of their start time: counts. */
export const sessionRollup: Rollup = {
  table: sessionTable,
  time: startTime,
  dimensions: [botId, pipelineId, platform, isActive],
  measures: {},
}
