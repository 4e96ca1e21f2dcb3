import type { Feedback } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOfKinds } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { contextRules, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { feedbackTypes } from './kinds.ts'
import { feedbackRollup } from './rollup.ts'
import { feedbackTable } from './table.ts'

const { columns } = feedbackTable

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  types: oneOfKinds(columns.type, feedbackTypes),
  ...contextRules(columns),
  search: contains(columns.content),
}

/** The filter fields of feedback. */
export type FeedbackFields = FieldsOf<typeof rules>

/** How lists of feedback are filtered, sorted and counted. */
export const feedbackSource: RecordSource<Feedback, FeedbackFields, 'TIMESTAMP'> = {
  table: feedbackTable,
  rules,
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: feedbackRollup, fields: ['botIds', 'pipelineIds', 'platforms', 'types'] },
}
