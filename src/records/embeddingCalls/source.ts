import type { EmbeddingCall } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, type Kind, oneOf, oneOfKinds, type Range, within } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { callStatuses } from '../../shared/callStatuses.ts'
import { callTypes } from './kinds.ts'
import { embeddingCallRollup } from './rollup.ts'
import { embeddingCallTable } from './table.ts'

/** The filter fields of embedding calls. */
export interface EmbeddingCallFields extends MonitoringFields {
  knowledgeBaseIds: readonly string[]
  sessionIds: readonly string[]
  messageIds: readonly string[]
  modelNames: readonly string[]
  statuses: readonly Kind<typeof callStatuses>[]
  callTypes: readonly Kind<typeof callTypes>[]
  totalTokens: Range
  durationMs: Range
  search: string
}

const { columns } = embeddingCallTable

/** How lists of embedding calls are filtered, sorted and counted. */
export const embeddingCallSource: RecordSource<EmbeddingCall, EmbeddingCallFields, 'TIMESTAMP'> = {
  table: embeddingCallTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    knowledgeBaseIds: oneOf(columns.knowledgeBaseId),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    modelNames: oneOf(columns.modelName),
    statuses: oneOfKinds(columns.status, callStatuses),
    callTypes: oneOfKinds(columns.callType, callTypes),
    totalTokens: within(columns.totalTokens),
    durationMs: within(columns.durationMs),
    search: contains(columns.errorMessage, columns.queryText),
  },
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: embeddingCallRollup, fields: ['botIds', 'pipelineIds', 'modelNames', 'statuses'] },
}
