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
    'Records feedback, one record for each `feedbackId`. Recording a `feedbackId` again updates its record. Fields that are given replace the stored values, except `id`, which never changes, and `timestamp`. `content` and `inaccurateReasons` are cleared if they are omitted. `timestamp` changes only if `type`, `content` or `inaccurateReasons` changes; it is then the given time, otherwise the current time of the server. Other omitted fields keep their stored values, or have their defaults if these are null; a name is not kept if the id of its bot or pipeline changes. The type CANCEL deletes the record. If a mutation contains a `feedbackId` more than once, its records apply in order, as if each updated the one before, and if the result differs from what is stored in one of these three, `timestamp` is that of the last one; a CANCEL that another record of the same mutation follows does not delete the stored record.',
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
