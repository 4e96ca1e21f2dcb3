import { storedColumns } from '../../db/sql/exportColumn.ts'
import type { RecordType } from '../definition/recordType.ts'
import { toolCallColumns } from './exportColumns.ts'
import { limitStored } from './limitText.ts'
import { toolCallMetrics } from './metrics.ts'
import { toolCallSource } from './source.ts'
import { toolCallTable } from './table.ts'

/** The record type of tool calls. */
export const toolCalls: RecordType = {
  model: 'ToolCall',
  list: 'toolCalls',
  filter: 'ToolCallFilter',
  table: toolCallTable,
  source: toolCallSource,
  metrics: toolCallMetrics,
  export: {
    type: 'tool-calls',
    columns: toolCallColumns,
    furtherColumns: storedColumns(toolCallTable.columns.userId, toolCallTable.columns.platform),
    sessionId: toolCallTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: {
    time: 'timestamp',
    inherits: ['sender'],
    prepare: ({ arguments: given = null, result = null, ...row }) => ({
      ...row,
      arguments: limitStored(given),
      result: limitStored(result),
    }),
  },
}
