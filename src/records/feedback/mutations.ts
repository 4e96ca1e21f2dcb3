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
    'Records feedback, one record for each `feedbackId`. Recording a `feedbackId` again updates its record: `type`, `content` and `inaccurateReasons` are replaced, where omitted `content` and `inaccurateReasons` are cleared; `timestamp` is replaced (by the current time of the server if it is omitted) only if one of these three changes; other fields that are omitted keep their stored values, or have their defaults if these are null, except that a name is not kept if the id of its bot or pipeline changes; `id` never changes. The type CANCEL deletes the record. If a mutation contains a `feedbackId` more than once, the last record applies, and what it omits, other than `content` and `inaccurateReasons`, is taken from the earlier ones.',
  record: 'Feedback',
  table: feedbackTable,
  required: ['feedbackId', 'type'],
  absent: inheritedOrigin,
  omitted:
    'The defaults apply to a `feedbackId` that is not stored yet, for which a field that is omitted and has no default is stored as null. For a stored `feedbackId`, see `recordFeedback`.',
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
