import type { RecordType } from '../definition/recordType.ts'
import { llmCallColumns } from './exportColumns.ts'
import { llmCallSource } from './source.ts'
import { llmCallTable } from './table.ts'

/** The record type of LLM calls. */
export const llmCalls: RecordType = {
  model: 'LlmCall',
  table: llmCallTable,
  source: llmCallSource,
  export: {
    type: 'llm-calls',
    columns: llmCallColumns,
    furtherColumns: [],
    exportsSender: true,
    sessionId: llmCallTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp' },
}
