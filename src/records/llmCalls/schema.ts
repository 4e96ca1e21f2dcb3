import { builder } from '../../graphql/builder.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import {
  defineFilter,
  FloatRange,
  IntRange,
  idList,
  monitoringFields,
  searchField,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads } from '../../graphql/selection.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { llmStatsByMessageId, llmStatsBySessionId } from './loaders.ts'
import { type LlmCallFields, llmCallSource } from './source.ts'
import { LlmStats } from './stats.ts'

const LlmCall = builder.prismaObject('LlmCall', {
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    modelName: t.exposeString('modelName'),
    inputTokens: t.exposeInt('inputTokens'),
    outputTokens: t.exposeInt('outputTokens'),
    totalTokens: t.exposeInt('totalTokens'),
    durationMs: t.exposeInt('durationMs'),
    cost: t.exposeFloat('cost', { nullable: true }),
    status: t.field({
      type: CallStatus.type,
      description: 'How the call ended.',
      ...reads('status'),
      resolve: ({ status }) => CallStatus.read(status),
    }),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
  }),
})

defineRecordFields({
  name: 'LlmCall',
  node: LlmCall,
  source: llmCallSource,
  filter: defineFilter<LlmCallFields>('LlmCallFilter', 'LLM calls', (t) => ({
    ...monitoringFields(t),
    sessionIds: idList(t, 'session ids'),
    messageIds: idList(t, 'message ids'),
    modelNames: textList(t, 'model name'),
    statuses: t.field({ type: [CallStatus.type], description: 'Only calls with one of these statuses.' }),
    inputTokens: t.field({ type: IntRange, description: 'Only calls with so many input tokens.' }),
    outputTokens: t.field({ type: IntRange, description: 'Only calls with so many output tokens.' }),
    totalTokens: t.field({ type: IntRange, description: 'Only calls with so many tokens in all.' }),
    durationMs: t.field({ type: IntRange, description: 'Only calls that took so many milliseconds.' }),
    cost: t.field({ type: FloatRange, description: 'Only calls that cost so many US dollars.' }),
    search: searchField(t, 'the error message'),
  })),
  order: defineOrder('LlmCallOrder', {
    TIMESTAMP: 'When the call was recorded.',
    TOTAL_TOKENS: 'Tokens in all.',
    DURATION: 'How long the call took.',
    COST: 'Price of the call; calls without one come last.',
  }),
  list: { name: 'llmCalls', description: 'Calls of large language models, newest first.' },
  single: { name: 'llmCall', description: 'The LLM call with an id. Null where there is none.' },
  ofMessage: 'LLM calls made while the message was handled, oldest first.',
  ofSession: 'LLM calls made in the session, newest first.',
})

for (const [parent, stats] of [
  ['Message', llmStatsByMessageId],
  ['Session', llmStatsBySessionId],
] as const)
  builder.prismaObjectField(parent, 'llmStats', (t) =>
    t.field({
      type: LlmStats,
      description: `Counts and sums of the LLM calls of the ${parent.toLowerCase()}.`,
      ...reads(),
      resolve: ({ id }, _args, context) => stats(context, undefined).load(id),
    }),
  )
