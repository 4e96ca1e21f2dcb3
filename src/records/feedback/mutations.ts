import './schema.ts'
import type { Feedback } from '../../db/generated/client.ts'
import { writeTextList } from '../../shared/json.ts'
import { defineRecordMutation, inheritedOrigin } from '../recording/recordMutation.ts'
import { RecordFeedbackType } from './enums.ts'
import { recordFeedback } from './recordFeedback.ts'
import { feedbackTable } from './table.ts'

defineRecordMutation<Feedback>({
  mutation: 'recordFeedback',
  description:
    'Records feedback. Each `feedbackId` has one record. Recording it again replaces the type, content and reasons, and the time if any of these changed; other fields that are omitted keep their stored values. If a mutation contains a `feedbackId` more than once, the last record applies.',
  record: 'Feedback',
  table: feedbackTable,
  required: ['feedbackId', 'type'],
  absent: inheritedOrigin,
  types: { type: RecordFeedbackType, inaccurateReasons: ['String'] },
  defaults: {},
  kinds: {},
  prepare: ({ inaccurateReasons }) => ({ inaccurateReasons: writeTextList(inaccurateReasons) }),
  conflicts: {
    agree: (one, other) => one.feedbackId === other.feedbackId,
    allowed: 'a unique id (an earlier record of this mutation has the same id and another feedbackId)',
  },
  store: recordFeedback,
})
