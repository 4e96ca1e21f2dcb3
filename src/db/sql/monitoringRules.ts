import { oneOf, type Rules, since, until } from './filters.ts'
import type { Column } from './table.ts'

/** What all records and statistics can be restricted by: whose data, and from when. */
export interface MonitoringFields {
  botIds: readonly string[]
  pipelineIds: readonly string[]
  startTime: Date
  endTime: Date
}

/** A filter that knows these fields alone, as the statistics take it. */
export type MonitoringFilter = {
  readonly [Field in keyof MonitoringFields]?: MonitoringFields[Field] | null | undefined
}

/** The rules of the fields that all filters share, for a record's columns and the one that its window is on. */
export const monitoringRules = (
  { botId, pipelineId }: { readonly botId: Column; readonly pipelineId: Column },
  time: Column,
): Rules<MonitoringFields> => ({
  botIds: oneOf(botId),
  pipelineIds: oneOf(pipelineId),
  startTime: since(time),
  endTime: until(time),
})
