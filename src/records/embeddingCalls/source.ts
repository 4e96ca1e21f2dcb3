import type { EmbeddingCall } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOf, oneOfKinds, within } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { contextRules, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { callStatuses } from '../../shared/callStatuses.ts'
import { callTypes } from './kinds.ts'
import { embeddingCallRollup } from './rollup.ts'
import { embeddingCallTable } from './table.ts'

const { columns } = embeddingCallTable

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  knowledgeBaseIds: oneOf(columns.knowledgeBaseId),
  ...contextRules(columns),
  modelNames: oneOf(columns.modelName),
  statuses: oneOfKinds(columns.status, callStatuses),
  callTypes: oneOfKinds(columns.callType, callTypes),
  totalTokens: within(columns.totalTokens),
  durationMs: within(columns.durationMs),
  search: contains(columns.errorMessage, columns.queryText),
}

/** The filter fields of embedding calls. */
export type EmbeddingCallFields = FieldsOf<typeof rules>

/** How lists of embedding calls are filtered, sorted and counted. */
export const embeddingCallSource: RecordSource<EmbeddingCall, EmbeddingCallFields, 'TIMESTAMP'> = {
  table: embeddingCallTable,
  rules,
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: embeddingCallRollup, fields: ['botIds', 'pipelineIds', 'modelNames', 'statuses'] },
}
