import { builder } from '../../graphql/builder.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { columnDoc } from '../../graphql/columnDocs.ts'
import { longText } from '../../graphql/costHints.ts'
import { defineFilter, IntRange, idList, monitoringFields, searchField, textList } from '../../graphql/filterInput.ts'
import { defineOrder } from '../../graphql/orderInput.ts'
import { reads } from '../../graphql/selection.ts'
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
    status: t.field({
      type: CallStatus.type,
      description: columnDoc('EmbeddingCall', 'status'),
      ...reads('status'),
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
      description: columnDoc('EmbeddingCall', 'callType'),
      ...reads('callType'),
      resolve: ({ callType }) => (callType === null ? null : EmbeddingCallType.read(callType)),
    }),
    botId: t.exposeID('botId', { nullable: true }),
    botName: t.exposeString('botName', { nullable: true }),
    pipelineId: t.exposeID('pipelineId', { nullable: true }),
    pipelineName: t.exposeString('pipelineName', { nullable: true }),
  }),
})

defineRecordFields({
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
    callTypes: t.field({ type: [EmbeddingCallType.type], description: 'Only calls with one of these purposes.' }),
    totalTokens: t.field({ type: IntRange, description: 'Total number of tokens, as a range.' }),
    durationMs: t.field({ type: IntRange, description: 'Duration in milliseconds, as a range.' }),
    search: searchField(t, 'the error message or the query text'),
  })),
  order: defineOrder('EmbeddingCallOrder', { TIMESTAMP: 'Time at which the call was recorded.' }),
  list: { name: 'embeddingCalls', description: 'Embedding calls, newest first by default.' },
  single: { name: 'embeddingCall', description: 'The embedding call with the given id. Null if it does not exist.' },
  ofMessage: 'Embedding calls made while the message was handled, oldest first.',
})
