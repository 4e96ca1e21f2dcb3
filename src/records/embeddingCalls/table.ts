import type { EmbeddingCall } from '../../db/generated/client.ts'
import { kindLength, nameLength, optional, required, type Table } from '../../db/sql/table.ts'
import { senderColumns } from '../definition/senderColumns.ts'

/** The table of embedding calls. */
export const embeddingCallTable: Table<EmbeddingCall> = {
  name: 'monitoring_embedding_calls',
  columns: {
    id: required('id', 'text', nameLength),
    timestamp: required('timestamp', 'time'),
    modelName: required('model_name', 'text', nameLength),
    promptTokens: required('prompt_tokens', 'int'),
    totalTokens: required('total_tokens', 'int'),
    durationMs: required('duration', 'int'),
    inputCount: required('input_count', 'int'),
    status: required('status', 'text', kindLength),
    errorMessage: optional('error_message', 'text'),
    knowledgeBaseId: optional('knowledge_base_id', 'text', nameLength),
    queryText: optional('query_text', 'text'),
    sessionId: optional('session_id', 'text', nameLength),
    messageId: optional('message_id', 'text', nameLength),
    callType: optional('call_type', 'text', kindLength),
    botId: optional('bot_id', 'text', nameLength),
    botName: optional('bot_name', 'text', nameLength),
    pipelineId: optional('pipeline_id', 'text', nameLength),
    pipelineName: optional('pipeline_name', 'text', nameLength),
    ...senderColumns,
  },
}
