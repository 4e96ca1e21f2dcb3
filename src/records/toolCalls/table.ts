import type { ToolCall } from '../../db/generated/client.ts'
import { kindLength, nameLength, optional, required, type Table } from '../../db/sql/table.ts'
import { originColumns } from '../definition/originColumns.ts'
import { senderColumns } from '../definition/senderColumns.ts'

/** The table of tool calls. */
export const toolCallTable: Table<ToolCall> = {
  name: 'monitoring_tool_calls',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    toolName: required('tool_name', 'text', nameLength),
    toolSource: required('tool_source', 'text', kindLength),
    durationMs: required('duration', 'int'),
    status: required('status', 'text', kindLength),
    ...originColumns,
    arguments: optional('arguments', 'text'),
    result: optional('result', 'text'),
    errorMessage: optional('error_message', 'text'),
    ...senderColumns,
  },
}
