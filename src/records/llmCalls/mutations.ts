import type { LlmCall } from '../../db/generated/client.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { llmCallTable } from './table.ts'
import { normalizeUsage } from './usage.ts'

defineRecordMutation<LlmCall, { readonly usage?: unknown }>({
  mutation: 'recordLlmCalls',
  description:
    'Records calls of large language models. Tokens are given as counts or as the usage object of the provider; a call with neither has 0 tokens.',
  record: 'LlmCall',
  table: llmCallTable,
  required: ['modelName', 'durationMs'],
  absent: {
    ...inheritedContext,
    inputTokens: 'from `usage`, else what `totalTokens` leaves, else 0',
    outputTokens: 'from `usage`, else what `totalTokens` leaves, else 0',
    totalTokens: 'from `usage`, else the sum of both',
    status: 'SUCCESS',
  },
  types: { status: CallStatus.type },
  extra: (t) => ({
    usage: t.field({
      type: 'JSON',
      description:
        "The provider's usage object as it came: of OpenAI and all that speak like it (`prompt_tokens`, `completion_tokens`, `total_tokens`; `input_tokens`, `output_tokens`), Anthropic (`cache_creation_input_tokens` and `cache_read_input_tokens` count as input) or Gemini (`promptTokenCount`, `candidatesTokenCount`, `totalTokenCount`; `thoughtsTokenCount` counts as output). Counts given beside it win. Null or absent: none.",
    }),
  }),
  defaults: { status: 'success' },
  kinds: { status: CallStatus.names },
  prepare: (input, _context, report) => normalizeUsage(input, report),
  store: storeInheriting('LlmCall', llmCallTable),
})
