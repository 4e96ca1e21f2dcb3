import { builder } from '../../graphql/builder.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { columnDoc } from '../../graphql/columnDocs.ts'
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
      description: columnDoc('LlmCall', 'status'),
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
    inputTokens: t.field({ type: IntRange, description: 'Number of input tokens, as a range.' }),
    outputTokens: t.field({ type: IntRange, description: 'Number of output tokens, as a range.' }),
    totalTokens: t.field({ type: IntRange, description: 'Total number of tokens, as a range.' }),
    durationMs: t.field({ type: IntRange, description: 'Duration in milliseconds, as a range.' }),
    cost: t.field({ type: FloatRange, description: 'Cost in US dollars, as a range.' }),
    search: searchField(t, 'the error message'),
  })),
  order: defineOrder('LlmCallOrder', {
    TIMESTAMP: 'Time at which the call was recorded.',
    TOTAL_TOKENS: 'Total number of tokens.',
    DURATION: 'Duration of the call.',
    COST: 'Cost of the call. Calls with an unknown cost come last.',
  }),
  list: { name: 'llmCalls', description: 'LLM calls, newest first by default.' },
  single: { name: 'llmCall', description: 'The LLM call with the given id. Null if it does not exist.' },
  ofMessage: 'LLM calls made while the message was handled, oldest first.',
  ofSession: 'LLM calls made in the session, newest first by default.',
})

for (const [parent, stats] of [
  ['Message', llmStatsByMessageId],
  ['Session', llmStatsBySessionId],
] as const)
  builder.prismaObjectField(parent, 'llmStats', (t) =>
    t.field({
      type: LlmStats,
      description: `Statistics of the LLM calls of the ${parent.toLowerCase()}.`,
      ...reads(),
      resolve: ({ id }, _args, context) => stats(context, undefined).load(id),
    }),
  )
