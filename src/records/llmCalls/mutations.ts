import './schema.ts'
import type { LlmCall } from '../../db/generated/client.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { llmCallTable } from './table.ts'
import { normalizeUsage } from './usage.ts'

defineRecordMutation<LlmCall, { readonly usage?: unknown }>({
  mutation: 'recordLlmCalls',
  description:
    'Records LLM calls. Token usage is given as counts or as the `usage` object of the provider. A call with neither is recorded with 0 tokens.',
  record: 'LlmCall',
  table: llmCallTable,
  required: ['modelName', 'durationMs'],
  absent: {
    ...inheritedContext,
    inputTokens: 'taken from `usage`, otherwise `totalTokens` minus `outputTokens`, otherwise 0',
    outputTokens: 'taken from `usage`, otherwise `totalTokens` minus `inputTokens`, otherwise 0',
    totalTokens: 'taken from `usage` if neither `inputTokens` nor `outputTokens` is given, otherwise the sum of both',
    status: 'SUCCESS',
  },
  types: { status: CallStatus.type },
  extra: (t) => ({
    usage: t.field({
      type: 'JSON',
      description:
        "The usage object of the provider's response, unmodified. Supported formats: OpenAI and compatible providers (`prompt_tokens`, `completion_tokens`, `total_tokens`, or `input_tokens`, `output_tokens`), Anthropic (`cache_creation_input_tokens` and `cache_read_input_tokens` count as input), and Gemini (`promptTokenCount`, `candidatesTokenCount`, `totalTokenCount`; `toolUsePromptTokenCount` counts as input, `thoughtsTokenCount` as output). Token counts given as fields take precedence. Null if the provider reported no usage.",
    }),
  }),
  defaults: { status: 'success' },
  kinds: { status: CallStatus.names },
  prepare: (input, _context, report) => normalizeUsage(input, report),
  store: storeInheriting('LlmCall', llmCallTable),
})
