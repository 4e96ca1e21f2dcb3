import type { RecordType } from '../definition/recordType.ts'
import { feedbackColumns } from './exportColumns.ts'
import { feedbackSource } from './source.ts'
import { feedbackTable } from './table.ts'

/** Feedback is read again over seven days: users change and withdraw it. */
const feedbackOverlap = 7 * 24 * 3_600_000

/** Feedback, as everything that iterates over records knows it. */
export const feedback: RecordType = {
  model: 'Feedback',
  table: feedbackTable,
  source: feedbackSource,
  export: {
    type: 'feedback',
    columns: feedbackColumns,
    furtherColumns: [],
    sessionId: feedbackTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  copy: { time: 'timestamp', overlap: feedbackOverlap, mirrorsRemovals: true },
}
