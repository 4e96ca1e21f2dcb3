import { builder } from '../../graphql/builder.ts'
import { divideWhole } from '../../shared/numbers.ts'
import type { LlmStats as Stats } from './loaders.ts'

/** Statistics of the LLM calls of one message, turn or session. */
export const LlmStats = builder.objectRef<Stats>('LlmStats').implement({
  description: 'Statistics of the LLM calls of one message, turn or session.',
  fields: (t) => ({
    totalCalls: t.expose('totalCalls', { type: 'SafeInt', description: 'Number of calls.' }),
    successCalls: t.expose('successCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status SUCCESS.',
    }),
    errorCalls: t.expose('errorCalls', {
      type: 'SafeInt',
      description:
        'On a message or turn: number of calls with the status ERROR. On a session: number of calls with any status other than SUCCESS, the same as `unsuccessfulCalls`. Prefer `failedCalls` or `unsuccessfulCalls`, whose meaning does not depend on the parent.',
    }),
    failedCalls: t.expose('failedCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status ERROR or TIMEOUT.',
    }),
    unsuccessfulCalls: t.expose('unsuccessfulCalls', {
      type: 'SafeInt',
      description:
        'Number of calls with any status other than SUCCESS: ERROR, TIMEOUT, PENDING or UNKNOWN. Equals `totalCalls` minus `successCalls`.',
    }),
    totalInputTokens: t.expose('totalInputTokens', { type: 'SafeInt', description: 'Total number of input tokens.' }),
    totalOutputTokens: t.expose('totalOutputTokens', {
      type: 'SafeInt',
      description: 'Total number of output tokens.',
    }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Total number of tokens.' }),
    totalDurationMs: t.expose('totalDurationMs', {
      type: 'SafeInt',
      description: 'Total duration of the calls in milliseconds.',
    }),
    totalCost: t.exposeFloat('totalCost', {
      description:
        'Total cost in US dollars, rounded to 6 decimal places. Calls without a recorded cost are not included. 0 if no cost was recorded. Capped at the largest double-precision number.',
    }),
    callsWithoutCost: t.expose('callsWithoutCost', {
      type: 'SafeInt',
      description: 'Number of calls without a recorded cost.',
    }),
    averageDurationMs: t.field({
      type: 'SafeInt',
      description: 'Average duration of a call in milliseconds, truncated to an integer. 0 if there are no calls.',
      resolve: ({ totalDurationMs, totalCalls }) => divideWhole(totalDurationMs, totalCalls),
    }),
  }),
})
