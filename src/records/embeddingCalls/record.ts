import type { RecordType } from '../definition/recordType.ts'
import { embeddingCallColumns } from './exportColumns.ts'
import { embeddingCallSource } from './source.ts'
import { embeddingCallTable } from './table.ts'

/** The record type of embedding calls. */
export const embeddingCalls: RecordType = {
  model: 'EmbeddingCall',
  table: embeddingCallTable,
  source: embeddingCallSource,
  export: {
    type: 'embedding-calls',
    columns: embeddingCallColumns,
    furtherColumns: [],
    exportsSender: true,
    sessionId: embeddingCallTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp', inheritsContext: true },
}
