import type { Feedback } from '../../db/generated/client.ts'
import { writeTextList } from '../../shared/json.ts'
import { defineRecordMutation, inheritedContext } from '../recording/recordMutation.ts'
import { RecordFeedbackType } from './enums.ts'
import { recordFeedback } from './recordFeedback.ts'
import { feedbackTable } from './table.ts'

defineRecordMutation<Feedback>({
  mutation: 'recordFeedback',
  description:
    'Records feedback. Each `feedbackId` has one record: recording it again replaces the type, content and reasons, and also the time if any of these changed. Other fields that are omitted keep their stored values. If a call contains a `feedbackId` more than once, the last input applies.',
  record: 'Feedback',
  table: feedbackTable,
  required: ['feedbackId', 'type'],
  absent: inheritedContext,
  types: { type: RecordFeedbackType, inaccurateReasons: ['String'] },
  defaults: {},
  kinds: {},
  prepare: ({ inaccurateReasons }) => ({ inaccurateReasons: writeTextList(inaccurateReasons) }),
  conflicts: {
    agree: (one, other) => one.feedbackId === other.feedbackId,
    allowed: 'a unique id (an earlier input of this call has the same id and another feedbackId)',
  },
  store: recordFeedback,
})
