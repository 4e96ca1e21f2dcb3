import type { Rollup } from '../../db/rollups/rollup.ts'
import { errorLogTable } from './table.ts'

const { timestamp, botId, pipelineId, errorType } = errorLogTable.columns

/** The rollup of errors by hour, day and month: counts. */
export const errorRollup: Rollup = {
  table: errorLogTable,
  time: timestamp,
  dimensions: [botId, pipelineId, errorType],
  measures: {},
}
