import type { EmbeddingCall, Feedback, LlmCall, Message, Session, ToolCall } from '../../src/db/generated/client.ts'
import { insertRows } from '../../src/db/sql/insert.ts'
import { embeddingCallTable } from '../../src/records/embeddingCalls/table.ts'
import { errorLogTable, type WrittenError } from '../../src/records/errors/table.ts'
import { feedbackTable } from '../../src/records/feedback/table.ts'
import { llmCallTable } from '../../src/records/llmCalls/table.ts'
import { messageTable } from '../../src/records/messages/table.ts'
import { sessionTable } from '../../src/records/sessions/table.ts'
import { toolCallTable } from '../../src/records/toolCalls/table.ts'
import type { OpenTestDatabase } from './database.ts'

const bot = { botId: 'bot-1', botName: 'Bot', pipelineId: 'pipeline-1', pipelineName: 'Pipeline' }
const timestamp = new Date('2026-06-05T12:00:00.000Z')
const refs = { sessionId: 'session-1', messageId: 'message-1' }
const sender = { userId: 'user-1', userName: 'Alice', platform: 'person' }

/** Rows of each record with a value for every field. A test specifies only the relevant ones. */
export const make = {
  message: (row: Partial<Message> & { id: string }): Message => ({
    timestamp,
    ...bot,
    runnerName: 'local-agent',
    messageContent: 'Hello',
    sessionId: 'session-1',
    status: 'success',
    level: 'info',
    platform: 'person',
    userId: 'user-1',
    userName: 'Alice',
    role: 'user',
    variables: null,
    ...row,
  }),
  llmCall: (row: Partial<LlmCall> & { id: string }): LlmCall => ({
    timestamp,
    modelName: 'gpt-4o',
    inputTokens: 100,
    outputTokens: 20,
    totalTokens: 120,
    durationMs: 1000,
    cost: 0.001,
    status: 'success',
    ...bot,
    ...refs,
    errorMessage: null,
    ...sender,
    ...row,
  }),
  embeddingCall: (row: Partial<EmbeddingCall> & { id: string }): EmbeddingCall => ({
    timestamp,
    modelName: 'bge-m3',
    promptTokens: 10,
    totalTokens: 10,
    durationMs: 50,
    inputCount: 1,
    status: 'success',
    errorMessage: null,
    knowledgeBaseId: 'kb-1',
    queryText: 'What?',
    ...refs,
    callType: 'retrieve',
    ...bot,
    ...sender,
    ...row,
  }),
  toolCall: (row: Partial<ToolCall> & { id: string }): ToolCall => ({
    timestamp,
    toolName: 'web_search',
    toolSource: 'native',
    durationMs: 300,
    status: 'success',
    ...bot,
    ...refs,
    arguments: '{"query":"weather"}',
    result: 'Sunny',
    errorMessage: null,
    ...sender,
    ...row,
  }),
  session: (row: Partial<Session> & { id: string }): Session => ({
    ...bot,
    messageCount: 1,
    startTime: timestamp,
    lastActivity: timestamp,
    isActive: true,
    platform: 'person',
    userId: 'user-1',
    userName: 'Alice',
    ...row,
  }),
  errorLog: (row: Partial<WrittenError> & { id: string }): WrittenError => ({
    timestamp,
    errorType: 'TimeoutError',
    errorMessage: 'too late',
    ...bot,
    ...refs,
    stackTrace: null,
    ...sender,
    ...row,
  }),
  feedback: (row: Partial<Feedback> & { id: string }): Feedback => ({
    timestamp,
    feedbackId: `feedback of ${row.id}`,
    type: 1,
    content: null,
    inaccurateReasons: null,
    ...bot,
    ...refs,
    streamId: null,
    userId: 'user-1',
    platform: 'wecom',
    ...row,
  }),
}

const tables = {
  message: messageTable,
  llmCall: llmCallTable,
  embeddingCall: embeddingCallTable,
  toolCall: toolCallTable,
  session: sessionTable,
  errorLog: errorLogTable,
  feedback: feedbackTable,
}

/** Stores rows of one record, with defaults for omitted fields. */
export const store = <Kind extends keyof typeof make>(
  db: OpenTestDatabase,
  kind: Kind,
  rows: readonly Parameters<(typeof make)[Kind]>[0][],
): Promise<number> =>
  insertRows(
    db,
    tables[kind],
    rows.map((row) => make[kind](row as never)),
  )
