import { builder } from '../../graphql/builder.ts'
import { divideWhole, roundTo } from '../../shared/numbers.ts'
import type { ModelTotals, TokenBucket, TokenTotals } from './queries.ts'

const tokensPerSecond = ({ outputTokens, durationMs }: TokenTotals): number =>
  durationMs === 0 ? 0 : roundTo(outputTokens / (durationMs / 1000), 2)

const costDescription =
  'Total cost in US dollars, rounded to 6 decimal places. Calls without a recorded cost are not included. 0 if no cost was recorded. Capped at the largest double-precision number.'

/** Statistics of all LLM calls that match a filter. */
export const TokenStatisticsSummary = builder.objectRef<TokenTotals>('TokenStatisticsSummary').implement({
  description: 'Statistics of all LLM calls, including failed ones.',
  fields: (t) => ({
    totalCalls: t.expose('calls', { type: 'SafeInt', description: 'Number of calls.' }),
    successCalls: t.expose('successCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status SUCCESS.',
    }),
    errorCalls: t.expose('errorCalls', { type: 'SafeInt', description: 'Number of calls with the status ERROR.' }),
    totalInputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Total number of input tokens.' }),
    totalOutputTokens: t.expose('outputTokens', { type: 'SafeInt', description: 'Total number of output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Total number of tokens.' }),
    totalCost: t.exposeFloat('cost', { description: costDescription }),
    avgTokensPerCall: t.field({
      type: 'SafeInt',
      description: 'Average total number of tokens per call, truncated to an integer. 0 if there are no calls.',
      resolve: ({ totalTokens, calls }) => divideWhole(totalTokens, calls),
    }),
    avgDurationMs: t.field({
      type: 'SafeInt',
      description: 'Average duration of a call in milliseconds, truncated to an integer. 0 if there are no calls.',
      resolve: ({ durationMs, calls }) => divideWhole(durationMs, calls),
    }),
    avgTokensPerSecond: t.float({
      description:
        'Total number of output tokens divided by the total duration of all calls in seconds, including failed calls, rounded to 2 decimal places. 0 if the total duration is 0.',
      resolve: tokensPerSecond,
    }),
    zeroTokenSuccessCalls: t.expose('zeroTokenSuccessCalls', {
      type: 'SafeInt',
      description:
        'Number of calls with the status SUCCESS whose `totalTokens` is 0. Such calls indicate that the provider does not report usage.',
    }),
  }),
})

/** Statistics of the LLM calls of one model. */
export const ModelTokenStatistics = builder.objectRef<ModelTotals>('ModelTokenStatistics').implement({
  description: 'Statistics of the LLM calls of one model, including failed ones.',
  fields: (t) => ({
    modelName: t.exposeString('modelName', { description: 'Name of the model.' }),
    calls: t.expose('calls', { type: 'SafeInt', description: 'Number of calls of the model.' }),
    errorCalls: t.expose('errorCalls', { type: 'SafeInt', description: 'Number of calls with the status ERROR.' }),
    inputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Total number of input tokens.' }),
    outputTokens: t.expose('outputTokens', { type: 'SafeInt', description: 'Total number of output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Total number of tokens.' }),
    cost: t.exposeFloat('cost', { description: costDescription }),
    avgTokensPerCall: t.field({
      type: 'SafeInt',
      description: 'Average total number of tokens per call, truncated to an integer.',
      resolve: ({ totalTokens, calls }) => divideWhole(totalTokens, calls),
    }),
    avgDurationMs: t.field({
      type: 'SafeInt',
      description: 'Average duration of a call in milliseconds, truncated to an integer.',
      resolve: ({ durationMs, calls }) => divideWhole(durationMs, calls),
    }),
  }),
})

/** Token usage of the LLM calls in one bucket of a time series. */
export const TokenTimeBucket = builder.objectRef<TokenBucket>('TokenTimeBucket').implement({
  description:
    'Token usage of the LLM calls in one bucket of a time series. Only calls in the time window are included, so the first and the last bucket may be incomplete.',
  fields: (t) => ({
    bucketStart: t.expose('start', { type: 'DateTime', description: 'Start of the bucket, inclusive.' }),
    bucketEnd: t.expose('end', { type: 'DateTime', description: 'End of the bucket, exclusive.' }),
    label: t.exposeString('label', {
      description:
        'Label of the bucket in the time zone of the argument `timeZone`, e.g. `2026-06-05 13:00` for MINUTE and HOUR, `2026-06-05` for DAY, `2026-06-01` for the WEEK that begins on this Monday, `2026-06` for MONTH. Not unique when clocks are set back.',
    }),
    inputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Total number of input tokens.' }),
    outputTokens: t.expose('outputTokens', { type: 'SafeInt', description: 'Total number of output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Total number of tokens.' }),
    calls: t.expose('calls', { type: 'SafeInt', description: 'Number of calls.' }),
    errorCalls: t.expose('errorCalls', { type: 'SafeInt', description: 'Number of calls with the status ERROR.' }),
    failedCalls: t.expose('failedCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status ERROR or TIMEOUT.',
    }),
    cost: t.exposeFloat('cost', { description: costDescription }),
    avgDurationMs: t.field({
      type: 'SafeInt',
      description: 'Average duration of a call in milliseconds, truncated to an integer. 0 if there are no calls.',
      resolve: ({ durationMs, calls }) => divideWhole(durationMs, calls),
    }),
  }),
})
