import { day } from '../../shared/duration.ts'
import type { RecordType } from '../definition/recordType.ts'
import { feedbackColumns } from './exportColumns.ts'
import { feedbackMetrics } from './metrics.ts'
import { feedbackSource } from './source.ts'
import { feedbackTable } from './table.ts'

/** Feedback of the last seven days is read again, since users change and withdraw it. */
const feedbackOverlap = 7 * day

/** The record type of feedback. */
export const feedback: RecordType = {
  model: 'Feedback',
  list: 'feedback',
  filter: 'FeedbackFilter',
  flag: 'hasFeedback',
  table: feedbackTable,
  source: feedbackSource,
  metrics: feedbackMetrics,
  export: {
    type: 'feedback',
    columns: feedbackColumns,
    furtherColumns: [],
    sessionId: feedbackTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  live: { hasChanges: true },
  copy: { time: 'timestamp', overlap: feedbackOverlap, mirrorsRemovals: true },
}
