import './schema.ts'
import type { LlmCall } from '../../db/generated/client.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { llmCallTable } from './table.ts'
import { normalizeUsage } from './usage.ts'

/** Describes what is stored for a count of tokens that is omitted. */
const describeOther = (other: string): string =>
  `the count of \`usage\`; without one, the stored \`totalTokens\` minus \`${other}\` (at least 0) if \`${other}\` is given or in \`usage\`, otherwise 0`

defineRecordMutation<LlmCall, { readonly usage?: unknown }>({
  mutation: 'recordLlmCalls',
  description:
    'Records LLM calls. Token usage is given as counts, as the `usage` object of the provider, or both: a count takes precedence over that of `usage`. A call with neither is recorded with 0 tokens.',
  record: 'LlmCall',
  table: llmCallTable,
  required: ['modelName', 'durationMs'],
  absent: {
    ...inheritedContext,
    inputTokens: describeOther('outputTokens'),
    outputTokens: describeOther('inputTokens'),
    totalTokens:
      'the total of `usage` (at least the sum of its counts), if it has one and neither `inputTokens` nor `outputTokens` is given; otherwise the sum of the input and output tokens that are given or in `usage`, or 0',
    status: 'SUCCESS',
  },
  types: { status: CallStatus.type },
  extra: (t) => ({
    usage: t.field({
      type: 'JSON',
      description:
        "The usage object of the provider's response, unmodified. Supported formats: OpenAI and compatible providers (`prompt_tokens`, `completion_tokens`, `total_tokens`, or `input_tokens`, `output_tokens`), Anthropic (`cache_creation_input_tokens` and `cache_read_input_tokens` count as input), and Gemini (`promptTokenCount`, `candidatesTokenCount`, `totalTokenCount`; `toolUsePromptTokenCount` counts as input, `thoughtsTokenCount` as output). Other members are ignored. Null if the provider reported no usage.",
    }),
  }),
  defaults: { status: 'success' },
  kinds: { status: CallStatus.names },
  prepare: (input, _context, report) => normalizeUsage(input, report),
  store: storeInheriting('LlmCall', llmCallTable),
})
