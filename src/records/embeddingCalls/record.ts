import { storedColumns } from '../../db/sql/exportColumn.ts'
import type { RecordType } from '../definition/recordType.ts'
import { embeddingCallColumns } from './exportColumns.ts'
import { embeddingCallMetrics } from './metrics.ts'
import { embeddingCallSource } from './source.ts'
import { embeddingCallTable } from './table.ts'

/** The record type of embedding calls. */
export const embeddingCalls: RecordType = {
  model: 'EmbeddingCall',
  list: 'embeddingCalls',
  filter: 'EmbeddingCallFilter',
  table: embeddingCallTable,
  source: embeddingCallSource,
  metrics: embeddingCallMetrics,
  export: {
    type: 'embedding-calls',
    columns: embeddingCallColumns,
    furtherColumns: storedColumns(embeddingCallTable.columns.userId, embeddingCallTable.columns.platform),
    sessionId: embeddingCallTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp', inherits: ['origin', 'sender'] },
}
