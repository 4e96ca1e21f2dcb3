import type { Feedback } from '../../db/generated/client.ts'
import { nameLength, optional, required, type Table } from '../../db/sql/table.ts'
import { originColumns } from '../definition/originColumns.ts'

const feedbackId = required('feedback_id', 'text', nameLength)

/** The table of feedback. */
export const feedbackTable: Table<Feedback> = {
  name: 'monitoring_feedback',
  key: feedbackId,
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    feedbackId,
    type: required('feedback_type', 'int'),
    content: optional('feedback_content', 'text'),
    inaccurateReasons: optional('inaccurate_reasons', 'text'),
    ...originColumns,
    streamId: optional('stream_id', 'text', nameLength),
    userId: optional('user_id', 'text', nameLength),
    platform: optional('platform', 'text', nameLength),
  },
}
