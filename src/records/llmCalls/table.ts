import type { LlmCall } from '../../db/generated/client.ts'
import { kindLength, nameLength, optional, required, type Table } from '../../db/sql/table.ts'
import { originColumns } from '../definition/originColumns.ts'
import { senderColumns } from '../definition/senderColumns.ts'

/** The maximum cost of a call, in US dollars: far above any real cost, and low enough to keep sums precise. */
const maxCost = 1_000_000

/** The table of LLM calls. */
export const llmCallTable: Table<LlmCall> = {
  name: 'monitoring_llm_calls',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    modelName: required('model_name', 'text', nameLength),
    inputTokens: required('input_tokens', 'int'),
    outputTokens: required('output_tokens', 'int'),
    totalTokens: required('total_tokens', 'int'),
    durationMs: required('duration', 'int'),
    cost: { ...optional('cost', 'float'), max: maxCost },
    status: required('status', 'text', kindLength),
    ...originColumns,
    errorMessage: optional('error_message', 'text'),
    ...senderColumns,
  },
}
