import './schema.ts'
import { CallStatus } from '../../graphql/callStatus.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { EmbeddingCallType } from './enums.ts'
import { embeddingCallTable } from './table.ts'

defineRecordMutation({
  mutation: 'recordEmbeddingCalls',
  description: 'Records embedding calls.',
  record: 'EmbeddingCall',
  table: embeddingCallTable,
  required: ['modelName', 'durationMs'],
  absent: {
    ...inheritedContext,
    promptTokens: '`totalTokens`, otherwise 0',
    totalTokens: '`promptTokens`, otherwise 0',
    inputCount: '1',
    status: 'SUCCESS',
  },
  types: { status: CallStatus.type, callType: EmbeddingCallType.type },
  defaults: { inputCount: 1, status: 'success' },
  kinds: { status: CallStatus.names, callType: EmbeddingCallType.names },
  prepare: ({ promptTokens, totalTokens }) => ({
    promptTokens: promptTokens ?? totalTokens ?? 0,
    totalTokens: totalTokens ?? promptTokens ?? 0,
  }),
  store: storeInheriting('EmbeddingCall', embeddingCallTable),
})
