import { oneOf, type Rules, since, until } from './filters.ts'
import type { Column } from './table.ts'

/** The filter fields that all records and statistics have in common: bots, pipelines and the time window. */
export interface MonitoringFields {
  botIds: readonly string[]
  pipelineIds: readonly string[]
  startTime: Date
  endTime: Date
}

/** A filter with only the common fields, for the statistics. */
export type MonitoringFilter = {
  readonly [Field in keyof MonitoringFields]?: MonitoringFields[Field] | null | undefined
}

/** The rules of the common filter fields, for a record's columns and its time column. */
export const monitoringRules = (
  { botId, pipelineId }: { readonly botId: Column; readonly pipelineId: Column },
  time: Column,
): Rules<MonitoringFields> => ({
  botIds: oneOf(botId),
  pipelineIds: oneOf(pipelineId),
  startTime: since(time),
  endTime: until(time),
})
