import { oneOf, since, until } from './filterRules.ts'
import type { Filter, Rules } from './filters.ts'
import type { Column } from './table.ts'

/** The filter fields that all records and statistics have in common: bots, pipelines and the time window. */
export interface MonitoringFields {
  botIds: readonly string[]
  pipelineIds: readonly string[]
  startTime: Date
  endTime: Date
}

/** A filter with only the common fields, for the statistics. */
export type MonitoringFilter = Filter<MonitoringFields>

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

/** The columns by which calls, errors and feedback belong to a conversation. */
interface ContextColumns {
  readonly sessionId: Column
  readonly messageId: Column
  readonly userId: Column
  readonly platform: Column
}

/** The rules of the filter fields that calls, errors and feedback have in common: what they belong to. */
export const contextRules = ({ sessionId, messageId, userId, platform }: ContextColumns) => ({
  sessionIds: oneOf(sessionId),
  messageIds: oneOf(messageId),
  userIds: oneOf(userId),
  platforms: oneOf(platform),
})
