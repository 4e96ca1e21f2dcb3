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
import { idArg, readId } from '../../graphql/idArg.ts'
import { defineList, firstArg } from '../../graphql/list.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads, selectedFields } from '../../graphql/selection.ts'
import { llmCallById, llmStatsByMessageId, llmStatsBySessionId } from './loaders.ts'
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

const llmCalls = defineList({
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
})

builder.queryFields((t) => ({
  llmCalls: t.field({
    type: llmCalls.connection,
    description: 'Calls of large language models, the newest first.',
    args: llmCalls.args,
    resolve: (_root, args, context, info) => llmCalls.resolve(context, info, args),
  }),
  llmCall: t.field({
    type: LlmCall,
    nullable: true,
    description: 'The LLM call with an id; null where there is none.',
    args: idArg,
    resolve: (_root, { id }, context, info) =>
      llmCallById(context, selectedFields(context, info, 'LlmCall')).load(readId(id)),
  }),
}))

const llmCallsOfMessage = llmCalls.oldestForParent('messageId', 'TIMESTAMP')
const llmCallsOfSession = llmCalls.forParent('sessionId')

builder.prismaObjectFields('Message', (t) => ({
  llmCalls: t.field({
    type: [LlmCall],
    description: 'LLM calls made to answer the message, the oldest first.',
    args: firstArg,
    ...reads(),
    resolve: ({ id }, args, context, info) => llmCallsOfMessage(context, info, args, id),
  }),
  llmStats: t.field({
    type: LlmStats,
    description: 'Figures of the LLM calls made to answer the message.',
    ...reads(),
    resolve: ({ id }, _args, context) => llmStatsByMessageId(context, undefined).load(id),
  }),
}))

builder.prismaObjectFields('Session', (t) => ({
  llmCalls: t.field({
    type: llmCalls.connection,
    description: 'LLM calls made in the session, the newest first.',
    args: llmCalls.args,
    ...reads(),
    resolve: ({ id }, args, context, info) => llmCallsOfSession(context, info, args, id),
  }),
  llmStats: t.field({
    type: LlmStats,
    description: 'Figures of the LLM calls made in the session.',
    ...reads(),
    resolve: ({ id }, _args, context) => llmStatsBySessionId(context, undefined).load(id),
  }),
}))
