import type { LlmCall } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOf, oneOfKinds, within } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { contextRules, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { callStatuses } from '../../shared/callStatuses.ts'
import { llmCallRollup } from './rollup.ts'
import { llmCallTable } from './table.ts'

const { columns } = llmCallTable

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  ...contextRules(columns),
  modelNames: oneOf(columns.modelName),
  statuses: oneOfKinds(columns.status, callStatuses),
  inputTokens: within(columns.inputTokens),
  outputTokens: within(columns.outputTokens),
  totalTokens: within(columns.totalTokens),
  durationMs: within(columns.durationMs),
  cost: within(columns.cost),
  search: contains(columns.errorMessage),
}

/** The filter fields of LLM calls. */
export type LlmCallFields = FieldsOf<typeof rules>

/** How lists of LLM calls are filtered, sorted and counted. */
export const llmCallSource: RecordSource<LlmCall, LlmCallFields, 'TIMESTAMP' | 'TOTAL_TOKENS' | 'DURATION' | 'COST'> = {
  table: llmCallTable,
  rules,
  sortKeys: {
    TIMESTAMP: { column: columns.timestamp },
    TOTAL_TOKENS: { column: columns.totalTokens },
    DURATION: { column: columns.durationMs },
    COST: { column: columns.cost, nulls: { asc: "'Infinity'", desc: "'-Infinity'" }, readsNullsApart: true },
  },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: llmCallRollup, fields: ['botIds', 'pipelineIds', 'modelNames', 'statuses'] },
}
