import type { RecordType } from '../definition/recordType.ts'
import { toolCallColumns } from './exportColumns.ts'
import { limitStored } from './limitText.ts'
import { toolCallSource } from './source.ts'
import { toolCallTable } from './table.ts'

/** The record type of tool calls. */
export const toolCalls: RecordType = {
  model: 'ToolCall',
  table: toolCallTable,
  source: toolCallSource,
  export: {
    type: 'tool-calls',
    columns: toolCallColumns,
    furtherColumns: [],
    exportsSender: true,
    sessionId: toolCallTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: {
    time: 'timestamp',
    prepare: ({ arguments: given = null, result = null, ...row }) => ({
      ...row,
      arguments: limitStored(given),
      result: limitStored(result),
    }),
  },
}
