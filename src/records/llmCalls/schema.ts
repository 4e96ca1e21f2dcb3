import { builder } from '../../graphql/builder.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import {
  contextFields,
  defineFilter,
  emptyList,
  FloatRange,
  IntRange,
  monitoringFields,
  nullValue,
  searchField,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads } from '../../graphql/selection.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { llmStatsBy } from './loaders.ts'
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
    status: t.field(CallStatus.field('LlmCall', 'status')),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
  }),
})

defineRecordFields({
  name: 'LlmCall',
  node: LlmCall,
  source: llmCallSource,
  filter: defineFilter<LlmCallFields>('LlmCallFilter', 'LLM calls', (t) => ({
    ...monitoringFields(t),
    ...contextFields(t),
    modelNames: textList(t, 'model name'),
    statuses: t.field({ type: [CallStatus.type], description: `Only calls with one of these statuses. ${emptyList}` }),
    inputTokens: t.field({ type: IntRange, description: `Number of input tokens, as a range. ${nullValue}` }),
    outputTokens: t.field({ type: IntRange, description: `Number of output tokens, as a range. ${nullValue}` }),
    totalTokens: t.field({ type: IntRange, description: `Total number of tokens, as a range. ${nullValue}` }),
    durationMs: t.field({ type: IntRange, description: `Duration in milliseconds, as a range. ${nullValue}` }),
    cost: t.field({ type: FloatRange, description: `Cost in US dollars, as a range. ${nullValue}` }),
    search: searchField(t, 'the error message'),
  })),
  order: defineOrder('LlmCallOrder', {
    TIMESTAMP: 'Time of the call.',
    TOTAL_TOKENS: 'Total number of tokens.',
    DURATION: 'Duration of the call.',
    COST: 'Cost of the call. Calls without a recorded cost come last in either direction.',
  }),
  list: { name: 'llmCalls', description: 'LLM calls, newest first by default.' },
  single: { name: 'llmCall', description: 'The LLM call with the given id. Null if it does not exist.' },
  ofMessage: 'LLM calls made while the message was handled, oldest first.',
  ofTurn: 'LLM calls of all messages of the turn, oldest first.',
  ofSession: 'LLM calls made in the session, newest first by default.',
  live: [{ name: 'llmCallRecorded', description: 'New LLM calls.', changes: ['added'] }],
})

for (const parent of ['Message', 'Turn', 'Session'] as const)
  builder.prismaObjectField(parent, 'llmStats', (t) =>
    t.field({
      type: LlmStats,
      description: `Statistics of the LLM calls of the ${parent.toLowerCase()}.`,
      ...reads(),
      resolve: ({ id }, _args, context) => llmStatsBy[parent](context, undefined).load(id),
    }),
  )
