import sql, { type Sql } from 'sql-template-tag'
import { tableSql } from '../../db/sql/rows.ts'
import { nameLength, optional } from '../../db/sql/table.ts'
import type { MetricsDefinition } from '../definition/metrics/definition.ts'
import {
  clockDimensions,
  originDimensions,
  senderDimensions,
  sessionDimension,
} from '../definition/metrics/dimensions.ts'
import { countOf, distinctOf, rateOf } from '../definition/metrics/measures.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { modelOfMessage } from '../definition/turnLinks.ts'
import { feedbackTypes } from './kinds.ts'
import { reasonsSql } from './reasons.ts'
import { feedbackSource } from './source.ts'
import { feedbackTable } from './table.ts'

const { columns } = feedbackTable
const type = (test: Sql) => ({ column: columns.type, test })
const modelName = optional('model_name', 'text', nameLength)

/** The rows of feedback with the model of their turn, which is looked up for each row if a statement reads it. */
const rowsWithModel = sql`(
  SELECT feedback.*, ${modelOfMessage(sql`feedback.message_id`)} AS model_name
  FROM ${tableSql(feedbackTable)} AS feedback) AS feedback`

/** The metrics of feedback. */
export const feedbackMetrics: MetricsDefinition = {
  name: 'Feedback',
  field: 'feedbackMetrics',
  rows: 'feedback',
  source: { ...recordRows(feedbackSource), relation: () => rowsWithModel },
  dimensions: {
    ...originDimensions('Feedback', columns),
    TYPE: {
      key: 'type',
      description: 'Rating of the reply.',
      value: { kind: 'enum', column: columns.type, type: 'FeedbackType', kinds: feedbackTypes },
    },
    REASON: {
      key: 'reason',
      description:
        'Reason that the user selected for a dislike (`inaccurateReasons`). Feedback with several reasons is in the group of each of them: groups overlap, their shares may exceed 100 percent in total, and `others` counts it once for each of its reasons that is not returned.',
      value: { kind: 'list', name: 'reason', items: reasonsSql },
    },
    MODEL: {
      key: 'model',
      description: 'Name of the model of the newest LLM call of the turn that was rated.',
      value: { kind: 'text', column: modelName },
    },
    ...senderDimensions(columns),
    PLATFORM: {
      key: 'platform',
      description:
        'Messaging platform on which the feedback was given, e.g. `wecom` (not the kind of chat, as in other records).',
      value: { kind: 'text', column: columns.platform },
    },
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: {
    feedback: countOf('Number of feedback records of any type: the sample size of `satisfactionRate`.'),
    likes: countOf('Number of feedback records of the type LIKE.', type(sql`= 1`)),
    dislikes: countOf('Number of feedback records of the type DISLIKE.', type(sql`= 2`)),
    satisfactionRate: rateOf('Likes as a percentage of all feedback. Null without feedback.', type(sql`= 1`)),
    users: distinctOf('Number of distinct users. Feedback without a user is not included.', columns.userId),
    sessions: distinctOf('Number of distinct sessions. Feedback without a session is not included.', columns.sessionId),
  },
}
