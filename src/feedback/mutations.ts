import type { Feedback } from '../db/generated/client.ts'
import { defineRecordMutation, inheritedContext } from '../graphql/recordMutation.ts'
import { recordFeedback } from '../recording/recordFeedback.ts'
import { writeTextList } from '../shared/json.ts'
import { RecordFeedbackType } from './enums.ts'
import { feedbackTable } from './table.ts'

defineRecordMutation<Feedback>({
  mutation: 'recordFeedback',
  description:
    'Records feedback, one record for each `feedbackId`: recording it again replaces type, content, reasons and, where one of these changes, the time; context that is left out stays. In one call the later of two inputs wins.',
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
    allowed: 'an id that no earlier input of the call has with another feedbackId',
  },
  store: recordFeedback,
})
