import type { LlmCall } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, type Kind, oneOf, oneOfKinds, type Range, within } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { callStatuses } from '../../shared/callStatuses.ts'
import { llmCallRollup } from './rollup.ts'
import { llmCallTable } from './table.ts'

/** The filter fields of LLM calls. */
export interface LlmCallFields extends MonitoringFields {
  sessionIds: readonly string[]
  messageIds: readonly string[]
  modelNames: readonly string[]
  statuses: readonly Kind<typeof callStatuses>[]
  inputTokens: Range
  outputTokens: Range
  totalTokens: Range
  durationMs: Range
  cost: Range
  search: string
}

const { columns } = llmCallTable

/** How lists of LLM calls are filtered, sorted and counted. */
export const llmCallSource: RecordSource<LlmCall, LlmCallFields, 'TIMESTAMP' | 'TOTAL_TOKENS' | 'DURATION' | 'COST'> = {
  table: llmCallTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    modelNames: oneOf(columns.modelName),
    statuses: oneOfKinds(columns.status, callStatuses),
    inputTokens: within(columns.inputTokens),
    outputTokens: within(columns.outputTokens),
    totalTokens: within(columns.totalTokens),
    durationMs: within(columns.durationMs),
    cost: within(columns.cost),
    search: contains(columns.errorMessage),
  },
  sortKeys: {
    TIMESTAMP: { column: columns.timestamp },
    TOTAL_TOKENS: { column: columns.totalTokens },
    DURATION: { column: columns.durationMs },
    COST: { column: columns.cost, nulls: { asc: "'Infinity'", desc: "'-Infinity'" } },
  },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: llmCallRollup, fields: ['botIds', 'pipelineIds', 'modelNames', 'statuses'] },
}
