import { builder } from '../../graphql/builder.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { longText } from '../../graphql/costHints.ts'
import {
  contextFields,
  defineFilter,
  emptyList,
  IntRange,
  idList,
  monitoringFields,
  nullValue,
  searchField,
  textList,
} from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { defineRecordFields } from '../definition/recordFields.ts'
import { EmbeddingCallType } from './enums.ts'
import { type EmbeddingCallFields, embeddingCallSource } from './source.ts'

const EmbeddingCall = builder.prismaObject('EmbeddingCall', {
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    modelName: t.exposeString('modelName'),
    promptTokens: t.exposeInt('promptTokens'),
    totalTokens: t.exposeInt('totalTokens'),
    durationMs: t.exposeInt('durationMs'),
    inputCount: t.exposeInt('inputCount'),
    status: t.field(CallStatus.field('EmbeddingCall', 'status')),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
    knowledgeBaseId: t.exposeID('knowledgeBaseId', { nullable: true }),
    queryText: t.exposeString('queryText', { ...longText, nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    callType: t.field(EmbeddingCallType.nullableField('EmbeddingCall', 'callType')),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
    userId: t.exposeID('userId', { nullable: true }),
    userName: t.exposeString('userName', { nullable: true }),
    platform: t.exposeString('platform', { nullable: true }),
  }),
})

defineRecordFields({
  name: 'EmbeddingCall',
  node: EmbeddingCall,
  source: embeddingCallSource,
  filter: defineFilter<EmbeddingCallFields>('EmbeddingCallFilter', 'embedding calls', (t) => ({
    ...monitoringFields(t),
    knowledgeBaseIds: idList(t, 'knowledge base ids'),
    ...contextFields(t),
    modelNames: textList(t, 'model name'),
    statuses: t.field({ type: [CallStatus.type], description: `Only calls with one of these statuses. ${emptyList}` }),
    callTypes: t.field({
      type: [EmbeddingCallType.type],
      description: `Only calls with one of these purposes. ${emptyList}`,
    }),
    totalTokens: t.field({ type: IntRange, description: `Total number of tokens, as a range. ${nullValue}` }),
    durationMs: t.field({ type: IntRange, description: `Duration in milliseconds, as a range. ${nullValue}` }),
    search: searchField(t, 'the error message or the query text'),
  })),
  order: defineOrder('EmbeddingCallOrder', { TIMESTAMP: 'Time of the call.' }),
  list: { name: 'embeddingCalls', description: 'Embedding calls, newest first by default.' },
  single: { name: 'embeddingCall', description: 'The embedding call with the given id. Null if it does not exist.' },
  ofMessage: 'Embedding calls made while the message was handled, oldest first.',
  ofTurn: 'Embedding calls of all messages of the turn, oldest first.',
  live: [{ name: 'embeddingCallRecorded', description: 'New embedding calls.', changes: ['added'] }],
})
