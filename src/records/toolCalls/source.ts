import type { ToolCall } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, type Kind, oneOf, oneOfKinds, type Range, within } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { callStatuses } from '../../shared/callStatuses.ts'
import { toolSources } from './kinds.ts'
import { toolCallRollup } from './rollup.ts'
import { toolCallTable } from './table.ts'

/** The filter fields of tool calls. */
export interface ToolCallFields extends MonitoringFields {
  sessionIds: readonly string[]
  messageIds: readonly string[]
  toolNames: readonly string[]
  toolSources: readonly Kind<typeof toolSources>[]
  statuses: readonly Kind<typeof callStatuses>[]
  durationMs: Range
  search: string
}

const { columns } = toolCallTable

/** How lists of tool calls are filtered, sorted and counted. */
export const toolCallSource: RecordSource<ToolCall, ToolCallFields, 'TIMESTAMP' | 'DURATION'> = {
  table: toolCallTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    toolNames: oneOf(columns.toolName),
    toolSources: oneOfKinds(columns.toolSource, toolSources),
    statuses: oneOfKinds(columns.status, callStatuses),
    durationMs: within(columns.durationMs),
    search: contains(columns.arguments, columns.result, columns.errorMessage),
  },
  sortKeys: { TIMESTAMP: { column: columns.timestamp }, DURATION: { column: columns.durationMs } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: toolCallRollup, fields: ['botIds', 'pipelineIds', 'toolNames', 'toolSources', 'statuses'] },
}
