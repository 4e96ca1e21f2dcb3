import { storedColumns } from '../../db/sql/exportColumn.ts'
import type { RecordType } from '../definition/recordType.ts'
import { llmCallColumns } from './exportColumns.ts'
import { llmCallMetrics } from './metrics.ts'
import { llmCallSource } from './source.ts'
import { llmCallTable } from './table.ts'

/** The record type of LLM calls. */
export const llmCalls: RecordType = {
  model: 'LlmCall',
  list: 'llmCalls',
  filter: 'LlmCallFilter',
  table: llmCallTable,
  source: llmCallSource,
  metrics: llmCallMetrics,
  export: {
    type: 'llm-calls',
    columns: llmCallColumns,
    furtherColumns: storedColumns(llmCallTable.columns.userId, llmCallTable.columns.platform),
    sessionId: llmCallTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp', inherits: ['sender'] },
}
