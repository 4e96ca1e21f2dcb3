import { builder } from '../../graphql/builder.ts'
import { divideWhole } from '../../shared/figures.ts'
import type { LlmStats as Stats } from './loaders.ts'

/** Figures of the LLM calls of one message or session. */
export const LlmStats = builder.objectRef<Stats>('LlmStats').implement({
  description: 'Counts and sums of the LLM calls of one message or session.',
  fields: (t) => ({
    totalCalls: t.expose('totalCalls', { type: 'SafeInt', description: 'All calls.' }),
    successCalls: t.expose('successCalls', { type: 'SafeInt', description: 'Calls with the status SUCCESS.' }),
    errorCalls: t.expose('errorCalls', {
      type: 'SafeInt',
      description:
        'Of a message: calls with the status ERROR. Of a session: every call that is not a success, timeouts and unfinished ones too.',
    }),
    totalInputTokens: t.expose('totalInputTokens', { type: 'SafeInt', description: 'Sum of the input tokens.' }),
    totalOutputTokens: t.expose('totalOutputTokens', { type: 'SafeInt', description: 'Sum of the output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Sum of the total tokens.' }),
    totalDurationMs: t.expose('totalDurationMs', {
      type: 'SafeInt',
      description: 'Sum of the durations, in milliseconds.',
    }),
    averageDurationMs: t.field({
      type: 'SafeInt',
      description: 'Mean duration of a call, in whole milliseconds, cut off; 0 without calls.',
      resolve: ({ totalDurationMs, totalCalls }) => divideWhole(totalDurationMs, totalCalls),
    }),
  }),
})
