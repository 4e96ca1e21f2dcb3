import './schema.ts'
import type { LlmCall } from '../../db/generated/client.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { llmCallTable } from './table.ts'
import { normalizeUsage } from './usage.ts'

const ofUsage = 'that of `usage`, otherwise as described for this type'

/** What is stored for each combination of counts. */
const storedCounts = `Each count is the given one, otherwise that of \`usage\`. The total of \`usage\` applies only if neither \`inputTokens\` nor \`outputTokens\` is given, and is raised to the sum of the counts of \`usage\` if it is smaller. Counts that are still unknown are computed from the known ones. Known counts are stored as they are, even if they are inconsistent:

| known | stored input | stored output | stored total |
|---|---|---|---|
| none | 0 | 0 | 0 |
| input | input | 0 | input |
| output | 0 | output | output |
| total | 0 | 0 | total |
| input, output | input | output | input + output |
| input, total | input | total - input, at least 0 | total |
| output, total | total - output, at least 0 | output | total |
| input, output, total | input | output | total |`

defineRecordMutation<LlmCall, { readonly usage?: unknown }>({
  mutation: 'recordLlmCalls',
  description:
    'Records LLM calls. Token usage is given as counts, as the `usage` object of the provider, or both: a count takes precedence over that of `usage`. A call with neither is recorded with 0 tokens.',
  record: 'LlmCall',
  table: llmCallTable,
  required: ['modelName', 'durationMs'],
  absent: {
    ...inheritedContext,
    inputTokens: ofUsage,
    outputTokens: ofUsage,
    totalTokens: 'as described for this type',
    status: 'SUCCESS',
  },
  notes: storedCounts,
  types: { status: CallStatus.type },
  extra: (t) => ({
    usage: t.field({
      type: 'JSON',
      description:
        "The usage object of the provider's response, unmodified. Supported formats: OpenAI and compatible providers (`prompt_tokens`, `completion_tokens`, `total_tokens`, or `input_tokens`, `output_tokens`), Anthropic (`cache_creation_input_tokens` and `cache_read_input_tokens` count as input), and Gemini (`promptTokenCount`, `candidatesTokenCount`, `totalTokenCount`; `toolUsePromptTokenCount` counts as input, `thoughtsTokenCount` as output). Other members are ignored; an object of another format counts as no usage. A value that is not an object, or a count that is not an integer from 0 to 2,147,483,647, is an error (BAD_USER_INPUT). Null if the provider reported no usage.",
    }),
  }),
  defaults: { status: 'success' },
  kinds: { status: CallStatus.names },
  prepare: (input, _context, report) => normalizeUsage(input, report),
  store: storeInheriting('LlmCall', llmCallTable),
})
