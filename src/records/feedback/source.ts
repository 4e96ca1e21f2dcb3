import type { Feedback } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, type Kind, oneOf, oneOfKinds } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { feedbackTypes } from './kinds.ts'
import { feedbackRollup } from './rollup.ts'
import { feedbackTable } from './table.ts'

/** The filter fields of feedback. */
export interface FeedbackFields extends MonitoringFields {
  types: readonly Kind<typeof feedbackTypes>[]
  sessionIds: readonly string[]
  messageIds: readonly string[]
  userIds: readonly string[]
  platforms: readonly string[]
  search: string
}

const { columns } = feedbackTable

/** How lists of feedback are filtered, sorted and counted. */
export const feedbackSource: RecordSource<Feedback, FeedbackFields, 'TIMESTAMP'> = {
  table: feedbackTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    types: oneOfKinds(columns.type, feedbackTypes),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    userIds: oneOf(columns.userId),
    platforms: oneOf(columns.platform),
    search: contains(columns.content),
  },
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: feedbackRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'types'] },
}
