import { callMeasures } from '../definition/metrics/callMeasures.ts'
import type { MetricsDefinition } from '../definition/metrics/definition.ts'
import {
  callStatusDimension,
  clockDimensions,
  originDimensions,
  senderDimensions,
  sessionDimension,
} from '../definition/metrics/dimensions.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { toolSources } from './kinds.ts'
import { toolCallSource } from './source.ts'
import { toolCallTable } from './table.ts'

const { columns } = toolCallTable

/** The metrics of tool calls. */
export const toolCallMetrics: MetricsDefinition = {
  name: 'ToolCall',
  field: 'toolCallMetrics',
  rows: 'tool calls',
  source: recordRows(toolCallSource),
  dimensions: {
    ...originDimensions('ToolCall', columns),
    TOOL: { key: 'tool', description: 'Name of the tool.', value: { kind: 'text', column: columns.toolName } },
    TOOL_SOURCE: {
      key: 'toolSource',
      description: 'Source of the tool: the kind of component that provides it.',
      value: { kind: 'enum', column: columns.toolSource, type: 'ToolSource', kinds: toolSources },
    },
    ...callStatusDimension(columns),
    ...senderDimensions(columns),
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: callMeasures(columns),
}
