import type { RecordType } from '../definition/recordType.ts'
import { sessionColumns } from './exportColumns.ts'
import { sessionMetrics } from './metrics.ts'
import { sessionSource } from './source.ts'
import { sessionTable } from './table.ts'

/** The record type of sessions. */
export const sessions: RecordType = {
  model: 'Session',
  list: 'sessions',
  filter: 'SessionFilter',
  reference: { field: 'sessionId', relation: 'session' },
  table: sessionTable,
  source: sessionSource,
  metrics: sessionMetrics,
  export: {
    type: 'sessions',
    columns: sessionColumns,
    furtherColumns: [],
    sessionId: sessionTable.columns.id,
    startColumn: sessionTable.columns.startTime,
  },
  retention: { time: 'lastActivity', active: 'isActive' },
  live: { hasChanges: true },
  copy: {
    time: 'lastActivity',
    unfinished: { field: 'isActive', value: true },
    // LangBot never ends a session. Here, a session is active only while it has recent messages.
    prepareFollowed: (row, idleSince) => ({
      ...row,
      isActive: row['isActive'] === true && Number(row['lastActivity']) >= idleSince.getTime(),
    }),
  },
}
