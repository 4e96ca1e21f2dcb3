import { builder } from '../graphql/builder.ts'
import { CallStatus } from '../graphql/callStatus.ts'
import { longText } from '../graphql/costHints.ts'
import { defineFilter, IntRange, idList, monitoringFields, searchField, textList } from '../graphql/filterInput.ts'
import { idArg, readId } from '../graphql/idArg.ts'
import { defineList, firstArg } from '../graphql/list.ts'
import { defineOrder } from '../graphql/orderInput.ts'
import { selectedFields } from '../graphql/selection.ts'
import { EmbeddingCallType } from './enums.ts'
import { embeddingCallById } from './loaders.ts'
import { type EmbeddingCallFields, embeddingCallSource } from './queries.ts'

const EmbeddingCall = builder.prismaObject('EmbeddingCall', {
  select: { id: true },
  fields: (t) => ({
    id: t.exposeID('id'),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    modelName: t.exposeString('modelName'),
    promptTokens: t.exposeInt('promptTokens'),
    totalTokens: t.exposeInt('totalTokens'),
    durationMs: t.exposeInt('durationMs'),
    inputCount: t.exposeInt('inputCount'),
    status: t.field({
      type: CallStatus.type,
      description: 'How the call ended.',
      select: { status: true },
      resolve: ({ status }) => CallStatus.read(status),
    }),
    errorMessage: t.exposeString('errorMessage', { nullable: true }),
    knowledgeBaseId: t.exposeID('knowledgeBaseId', { nullable: true }),
    queryText: t.exposeString('queryText', { ...longText, nullable: true }),
    sessionId: t.exposeID('sessionId', { nullable: true }),
    messageId: t.exposeID('messageId', { nullable: true }),
    callType: t.field({
      type: EmbeddingCallType.type,
      nullable: true,
      description: 'What the call was made for; null where it was not recorded.',
      select: { callType: true },
      resolve: ({ callType }) => (callType === null ? null : EmbeddingCallType.read(callType)),
    }),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
  }),
})

const embeddingCalls = defineList({
  name: 'EmbeddingCall',
  node: EmbeddingCall,
  source: embeddingCallSource,
  filter: defineFilter<EmbeddingCallFields>('EmbeddingCallFilter', 'embedding calls', (t) => ({
    ...monitoringFields(t),
    knowledgeBaseIds: idList(t, 'knowledge base ids'),
    sessionIds: idList(t, 'session ids'),
    messageIds: idList(t, 'message ids'),
    modelNames: textList(t, 'model name'),
    statuses: t.field({ type: [CallStatus.type], description: 'Only calls with one of these statuses.' }),
    callTypes: t.field({ type: [EmbeddingCallType.type], description: 'Only calls made for one of these.' }),
    totalTokens: t.field({ type: IntRange, description: 'Only calls with so many tokens in all.' }),
    durationMs: t.field({ type: IntRange, description: 'Only calls that took so many milliseconds.' }),
    search: searchField(t, 'the error message or the query text'),
  })),
  order: defineOrder('EmbeddingCallOrder', { TIMESTAMP: 'When the call was recorded.' }),
})

builder.queryFields((t) => ({
  embeddingCalls: t.field({
    type: embeddingCalls.connection,
    description: 'Calls of embedding models, the newest first.',
    args: embeddingCalls.args,
    resolve: (_root, args, context, info) => embeddingCalls.resolve(context, info, args),
  }),
  embeddingCall: t.field({
    type: EmbeddingCall,
    nullable: true,
    description: 'The embedding call with an id; null where there is none.',
    args: idArg,
    resolve: (_root, { id }, context, info) =>
      embeddingCallById(context, selectedFields(context, info, 'EmbeddingCall')).load(readId(id)),
  }),
}))

const embeddingCallsOfMessage = embeddingCalls.oldestForParent('messageId', 'TIMESTAMP')

builder.prismaObjectField('Message', 'embeddingCalls', (t) =>
  t.field({
    type: [EmbeddingCall],
    description: 'Embedding calls that the message caused, the oldest first.',
    args: firstArg,
    select: { id: true },
    resolve: ({ id }, args, context, info) => embeddingCallsOfMessage(context, info, args, id),
  }),
)
