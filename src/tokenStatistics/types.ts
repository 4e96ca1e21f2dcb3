import { builder } from '../graphql/builder.ts'
import { divideWhole, roundTo } from '../shared/figures.ts'
import type { ModelFigures, TokenBucket, TokenFigures } from './queries.ts'

const tokensPerSecond = ({ outputTokens, durationMs }: TokenFigures): number =>
  durationMs === 0 ? 0 : roundTo(outputTokens / (durationMs / 1000), 2)

/** Figures of all LLM calls that a filter lets through. */
export const TokenStatisticsSummary = builder.objectRef<TokenFigures>('TokenStatisticsSummary').implement({
  description: 'Figures of all LLM calls. Sums run over all of them, failed ones too.',
  fields: (t) => ({
    totalCalls: t.expose('calls', { type: 'SafeInt', description: 'All calls.' }),
    successCalls: t.expose('successCalls', { type: 'SafeInt', description: 'Calls with the status SUCCESS.' }),
    errorCalls: t.expose('errorCalls', { type: 'SafeInt', description: 'Calls with the status ERROR.' }),
    totalInputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Sum of the input tokens.' }),
    totalOutputTokens: t.expose('outputTokens', { type: 'SafeInt', description: 'Sum of the output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Sum of the total tokens.' }),
    totalCost: t.exposeFloat('cost', {
      description:
        'Sum of the known costs in US dollars, with six decimals; at most the largest double-precision number.',
    }),
    avgTokensPerCall: t.field({
      type: 'SafeInt',
      description: 'Total tokens of a call in the mean, cut off to a whole number; 0 without calls.',
      resolve: ({ totalTokens, calls }) => divideWhole(totalTokens, calls),
    }),
    avgDurationMs: t.field({
      type: 'SafeInt',
      description: 'Duration of a call in the mean, in whole milliseconds, cut off; 0 without calls.',
      resolve: ({ durationMs, calls }) => divideWhole(durationMs, calls),
    }),
    avgTokensPerSecond: t.float({
      description: 'Output tokens for each second of all durations summed, with two decimals; 0 where no time passed.',
      resolve: tokensPerSecond,
    }),
    zeroTokenSuccessCalls: t.expose('zeroTokenSuccessCalls', {
      type: 'SafeInt',
      description: 'Successful calls that recorded 0 tokens: a sign that the provider reports no usage.',
    }),
  }),
})

/** Figures of the LLM calls of one model. */
export const ModelTokenStatistics = builder.objectRef<ModelFigures>('ModelTokenStatistics').implement({
  description: 'Figures of the LLM calls of one model. Sums run over all of them, failed ones too.',
  fields: (t) => ({
    modelName: t.exposeString('modelName', { description: 'Name of the model.' }),
    calls: t.expose('calls', { type: 'SafeInt', description: 'All calls of the model.' }),
    errorCalls: t.expose('errorCalls', { type: 'SafeInt', description: 'Calls with the status ERROR.' }),
    inputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Sum of the input tokens.' }),
    outputTokens: t.expose('outputTokens', { type: 'SafeInt', description: 'Sum of the output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Sum of the total tokens.' }),
    cost: t.exposeFloat('cost', {
      description:
        'Sum of the known costs in US dollars, with six decimals; at most the largest double-precision number.',
    }),
    avgTokensPerCall: t.field({
      type: 'SafeInt',
      description: 'Total tokens of a call in the mean, cut off to a whole number.',
      resolve: ({ totalTokens, calls }) => divideWhole(totalTokens, calls),
    }),
    avgDurationMs: t.field({
      type: 'SafeInt',
      description: 'Duration of a call in the mean, in whole milliseconds, cut off.',
      resolve: ({ durationMs, calls }) => divideWhole(durationMs, calls),
    }),
  }),
})

/** Sums of the LLM calls of one stretch of time. */
export const TokenTimeBucket = builder.objectRef<TokenBucket>('TokenTimeBucket').implement({
  description: 'Sums of the LLM calls of one stretch of time.',
  fields: (t) => ({
    bucketStart: t.expose('start', { type: 'DateTime', description: 'When the bucket begins, inclusive.' }),
    bucketEnd: t.expose('end', { type: 'DateTime', description: 'When the bucket ends, exclusive.' }),
    label: t.exposeString('label', {
      description:
        'Name of the bucket in local time: `2026-06-05 13:00` for MINUTE and HOUR, `2026-06-05` for DAY and WEEK, `2026-06` for MONTH.',
    }),
    inputTokens: t.expose('inputTokens', { type: 'SafeInt', description: 'Sum of the input tokens.' }),
    outputTokens: t.expose('outputTokens', { type: 'SafeInt', description: 'Sum of the output tokens.' }),
    totalTokens: t.expose('totalTokens', { type: 'SafeInt', description: 'Sum of the total tokens.' }),
    calls: t.expose('calls', { type: 'SafeInt', description: 'Calls made.' }),
  }),
})
