import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { schema } from '../../src/server/schema.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'session', [{ id: 'session-1' }])
  await store(app.db, 'message', [{ id: 'message-1' }])
  for (const kind of ['llmCall', 'embeddingCall', 'toolCall', 'errorLog', 'feedback'] as const)
    await store(app.db, kind, [{ id: 'a' }])
})
afterAll(() => app.close())

const list = '{ totalCount nodes { id } }'
const context = 'botId: "b", botName: "b", pipelineId: "p", pipelineName: "p"'

/**
 * The operations of each root field on the Prisma Client. `findMany`, `groupBy` and `update` are Prisma's own API; all
 * others are methods of its extensions (see docs/adr/0041-prisma-is-the-data-layer.md).
 */
const operations: Readonly<Record<string, readonly [query: string, operations: readonly string[]]>> = {
  messages: [`{ messages ${list} }`, ['Message.countMatching', 'Message.findPage']],
  message: [
    '{ message(id: "message-1") { session { id } llmCalls { id } llmStats { totalCalls } } }',
    ['$statistics', 'LlmCall.findChildren', 'Message.findMany', 'Session.findMany'],
  ],
  llmCalls: [`{ llmCalls ${list} }`, ['LlmCall.countMatching', 'LlmCall.findPage']],
  llmCall: ['{ llmCall(id: "a") { message { id } } }', ['LlmCall.findMany', 'Message.findMany']],
  embeddingCalls: [`{ embeddingCalls ${list} }`, ['EmbeddingCall.countMatching', 'EmbeddingCall.findPage']],
  embeddingCall: ['{ embeddingCall(id: "a") { id } }', ['EmbeddingCall.findMany']],
  toolCalls: [`{ toolCalls ${list} }`, ['ToolCall.countMatching', 'ToolCall.findPage']],
  toolCall: ['{ toolCall(id: "a") { id } }', ['ToolCall.findMany']],
  sessions: [`{ sessions ${list} }`, ['Session.countMatching', 'Session.findPage']],
  session: [
    '{ session(id: "session-1") { durationSeconds toolStats { totalCalls } errors { totalCount nodes { id } } } }',
    ['ErrorLog.countChildren', 'ErrorLog.findChildren', 'Message.groupBy', 'Session.findMany', 'ToolCall.groupBy'],
  ],
  errors: [`{ errors ${list} }`, ['ErrorLog.countMatching', 'ErrorLog.findPage']],
  errorGroups: [
    '{ errorGroups { groups { title series { count } sample { id } errors { totalCount nodes { id } } } } }',
    ['$statistics', 'ErrorLog.countChildren', 'ErrorLog.findChildren', 'ErrorLog.findMany'],
  ],
  errorLog: ['{ errorLog(id: "a") { id } }', ['ErrorLog.findMany']],
  feedback: [`{ feedback ${list} }`, ['Feedback.countMatching', 'Feedback.findPage']],
  feedbackRecord: ['{ feedbackRecord(id: "a") { id } }', ['Feedback.findMany']],
  turns: [
    `{ turns { totalCount nodes { question { id } replies { id } llmCalls { id } llmStats { totalCalls } } } }`,
    [
      '$statistics',
      'LlmCall.findChildren',
      'Message.findChildren',
      'Message.findMany',
      'Turn.countMatching',
      'Turn.findPage',
    ],
  ],
  turn: ['{ turn(id: "message-1") { id } }', ['Turn.findMany']],
  overview: ['{ overview { totalMessages totalCost } }', ['$statistics']],
  tokenStatistics: ['{ tokenStatistics { summary { totalCalls } timeseries { calls } } }', ['$statistics']],
  bots: ['{ bots { nodes { firstSeen } truncated } }', ['$statistics']],
  pipelines: ['{ pipelines { nodes { firstSeen } truncated } }', ['$statistics']],
  models: ['{ models { nodes { firstSeen } truncated } }', ['$statistics']],
  platforms: ['{ platforms { nodes { firstSeen } truncated } }', ['$statistics']],
  tools: ['{ tools { nodes { firstSeen } truncated } }', ['$statistics']],
  users: ['{ users { nodes { firstSeen } truncated } }', ['$statistics']],
  knowledgeBases: ['{ knowledgeBases { nodes { firstSeen } truncated } }', ['$statistics']],
  feedbackStats: ['{ feedbackStats { totalLikes } }', ['$statistics']],
  llmCallMetrics: ['{ llmCallMetrics { totals { calls sessions } } }', ['$statistics']],
  messageMetrics: ['{ messageMetrics(bucket: DAY) { series { measures { messages } } } }', ['$statistics']],
  embeddingCallMetrics: [
    '{ embeddingCallMetrics(groupBy: [MODEL]) { groups { measures { calls } } } }',
    ['$statistics'],
  ],
  toolCallMetrics: ['{ toolCallMetrics(groupBy: [TOOL]) { groupCount } }', ['$statistics']],
  turnMetrics: [
    '{ turnMetrics(groupBy: [MODEL]) { totals { turns } groups { measures { likes } } } }',
    ['$statistics'],
  ],
  sessionMetrics: ['{ sessionMetrics { totals { sessions } } }', ['$statistics']],
  errorMetrics: ['{ errorMetrics { totals { firstSeen } } }', ['$statistics']],
  feedbackMetrics: ['{ feedbackMetrics(groupBy: [BOT]) { groups { key { bot { name } } } } }', ['$statistics']],
  recordMessages: [
    `mutation { recordMessages(input: [{ ${context}, messageContent: "hi" }]) { ids } }`,
    ['$writeReturning'],
  ],
  updateMessage: ['mutation { updateMessage(id: "message-1", input: { level: ERROR }) { id } }', ['Message.update']],
  endSession: ['mutation { endSession(id: "session-1") { id } }', ['Session.update']],
  recordLlmCalls: [
    'mutation { recordLlmCalls(input: [{ modelName: "m", durationMs: 1 }]) { ids } }',
    ['LlmCall.insertSelected'],
  ],
  recordEmbeddingCalls: [
    'mutation { recordEmbeddingCalls(input: [{ modelName: "m", durationMs: 1 }]) { ids } }',
    ['EmbeddingCall.insertSelected'],
  ],
  recordToolCalls: [
    'mutation { recordToolCalls(input: [{ toolName: "t", toolSource: MCP, durationMs: 1 }]) { ids } }',
    ['ToolCall.insertSelected'],
  ],
  recordErrors: [
    'mutation { recordErrors(input: [{ errorType: "e", errorMessage: "m" }]) { ids } }',
    ['ErrorLog.insertSelected'],
  ],
  recordFeedback: ['mutation { recordFeedback(input: [{ feedbackId: "f", type: LIKE }]) { ids } }', ['$writeTogether']],
}

/**
 * Each field of `Subscription`, the record whose insert is its event, and the operations for the event. The feed of live
 * events, which is a part of `db`, reads their ids.
 */
const subscriptions = {
  messageRecorded: ['{ message { id session { id } } }', 'message', ['Message.findMatching', 'Session.findMany']],
  messageUpdated: ['{ message { id } }', 'message', ['Message.findMatching']],
  llmCallRecorded: ['{ llmCall { id message { id } } }', 'llmCall', ['LlmCall.findMatching', 'Message.findMany']],
  embeddingCallRecorded: ['{ embeddingCall { id } }', 'embeddingCall', ['EmbeddingCall.findMatching']],
  toolCallRecorded: ['{ toolCall { id } }', 'toolCall', ['ToolCall.findMatching']],
  errorRecorded: ['{ errorLog { id } }', 'errorLog', ['ErrorLog.findMatching']],
  feedbackRecorded: ['{ feedback { id } }', 'feedback', ['Feedback.findMatching']],
  sessionChanged: ['{ session { id } }', 'session', ['Session.findMatching']],
  overviewChanged: ['{ overview { totalMessages } }', undefined, ['$statistics']],
} as const

test.each(Object.entries(operations))('%s', async (_field, [query, expected]) => {
  const performed = await app.db.recordOperations(async () => {
    expect((await app.send(query)).errors).toBeUndefined()
  })
  expect(performed).toEqual(expected)
})

test.each(Object.entries(subscriptions))('%s', async (field, [selection, kind, expected]) => {
  const performed = await app.db.recordOperations(async () => {
    const events = await app.subscribe(`subscription { ${field} ${selection} }`)
    if (field === 'messageUpdated')
      await app.db.execute(raw("UPDATE monitoring_messages SET level = 'debug' WHERE id = 'message-1'"))
    else if (kind) await store(app.db, kind, [{ id: field, feedbackId: field } as never])
    expect((await events.nextResult())?.errors).toBeUndefined()
    await events.close()
  })
  expect(performed).toEqual(expected)
})

test('every root field is listed', () => {
  const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  )
  expect([...Object.keys(operations), ...Object.keys(subscriptions)].toSorted()).toEqual(fields.toSorted())
})
