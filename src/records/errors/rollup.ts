import type { Rollup } from '../../db/rollups/rollup.ts'
import { errorLogTable } from './table.ts'

const { timestamp, botId, pipelineId, errorType } = errorLogTable.columns

/** What is kept of errors by hour, day and month: how many there are. */
export const errorRollup: Rollup = {
  table: errorLogTable,
  time: timestamp,
  dimensions: [botId, pipelineId, errorType],
  measures: {},
}
