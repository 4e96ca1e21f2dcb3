import { builder } from '../graphql/builder.ts'
import { divideWhole } from '../shared/figures.ts'
import type { LlmStats as Stats } from './queries.ts'

/** Figures of the LLM calls of one message or session. */
export const LlmStats = builder.objectRef<Stats>('LlmStats').implement({
  description: 'Counts and sums of the LLM calls of one message or session.',
  fields: (t) => ({
    totalCalls: t.expose('totalCalls', { type: 'SafeInt', description: 'All calls.' }),
    successCalls: t.expose('successCalls', { type: 'SafeInt', description: 'Calls with the status SUCCESS.' }),
    errorCalls: t.expose('errorCalls', {
      type: 'SafeInt',
      description:
        'On a message: calls with the status ERROR. On a session: calls with any status other than SUCCESS, the same as `unsuccessfulCalls`. Use `failedCalls` or `unsuccessfulCalls` for a count with one meaning.',
    }),
    failedCalls: t.expose('failedCalls', {
      type: 'SafeInt',
      description: 'Calls that failed: those with the status ERROR or TIMEOUT, on messages and sessions alike.',
    }),
    unsuccessfulCalls: t.expose('unsuccessfulCalls', {
      type: 'SafeInt',
      description:
        'Calls with any status other than SUCCESS: ERROR, TIMEOUT, PENDING and UNKNOWN, on messages and sessions alike. `totalCalls` less `successCalls`.',
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
