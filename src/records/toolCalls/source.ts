import type { ToolCall } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOf, oneOfKinds, within } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { contextRules, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { callStatuses } from '../../shared/callStatuses.ts'
import { toolSources } from './kinds.ts'
import { toolCallRollup } from './rollup.ts'
import { toolCallTable } from './table.ts'

const { columns } = toolCallTable

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  ...contextRules(columns),
  toolNames: oneOf(columns.toolName),
  toolSources: oneOfKinds(columns.toolSource, toolSources),
  statuses: oneOfKinds(columns.status, callStatuses),
  durationMs: within(columns.durationMs),
  search: contains(columns.arguments, columns.result, columns.errorMessage),
}

/** The filter fields of tool calls. */
export type ToolCallFields = FieldsOf<typeof rules>

/** How lists of tool calls are filtered, sorted and counted. */
export const toolCallSource: RecordSource<ToolCall, ToolCallFields, 'TIMESTAMP' | 'DURATION'> = {
  table: toolCallTable,
  rules,
  sortKeys: { TIMESTAMP: { column: columns.timestamp }, DURATION: { column: columns.durationMs } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: toolCallRollup, fields: ['botIds', 'pipelineIds', 'toolNames', 'toolSources', 'statuses'] },
}
