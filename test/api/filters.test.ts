import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 5, 12, minute))
  await store(app.db, 'message', [
    { id: 'a', timestamp: at(1), messageContent: '100% sure_thing', platform: null, role: null },
    { id: 'b', timestamp: at(2), messageContent: '100 percent', status: 'error', level: 'warning', botId: 'other' },
    { id: 'c', timestamp: at(3), messageContent: 'ÄÖÜ 你好', status: 'strange', level: 'verbose', userName: 'Zoë\\' },
    { id: 'd', timestamp: at(4), messageContent: 'x', status: 'pending', role: 'assistant', runnerName: null },
    { id: 'e', timestamp: at(5), messageContent: 'y', role: 'robot', pipelineId: 'p2', sessionId: null, userId: 'U_1' },
  ])
  await store(app.db, 'llmCall', [
    { id: 'a', timestamp: at(1), cost: null, totalTokens: 0, status: 'timeout', errorMessage: 'Too LATE' },
    { id: 'b', timestamp: at(2), cost: 0.5, totalTokens: 10, durationMs: 5, modelName: 'm1' },
    { id: 'c', timestamp: at(3), cost: 1.5, totalTokens: 20, durationMs: 10, modelName: 'm2', messageId: 'm' },
  ])
  await store(app.db, 'embeddingCall', [
    { id: 'a', timestamp: at(1), callType: null, queryText: 'Where is it' },
    { id: 'b', timestamp: at(2), callType: 'embedding', knowledgeBaseId: 'kb-2', totalTokens: 99 },
    { id: 'c', timestamp: at(3), callType: 'other', botId: null, pipelineId: null },
  ])
  await store(app.db, 'session', [
    { id: 'Session_A', startTime: at(1), lastActivity: at(9), isActive: false, messageCount: 3 },
    { id: 'b', startTime: at(2), lastActivity: at(8), platform: 'group', userName: 'Bob' },
  ])
  await store(app.db, 'errorLog', [
    { id: 'a', timestamp: at(1), errorType: 'ValueError', errorMessage: 'bad' },
    { id: 'b', timestamp: at(2), errorType: 'TimeoutError', errorMessage: 'a value was late' },
  ])
  await store(app.db, 'feedback', [
    { id: 'a', timestamp: at(1), type: 1, content: 'Great', inaccurateReasons: null },
    { id: 'b', timestamp: at(2), type: 2, inaccurateReasons: '["wrong", "too long"]' },
    { id: 'c', timestamp: at(3), type: 7, inaccurateReasons: 'plain' },
  ])
})
afterAll(() => app.close())

const cases: readonly [list: string, filter: string, ids: string][] = [
  ['messages', '{}', 'edcba'],
  ['messages', 'null', 'edcba'],
  ['messages', '{ botIds: [], search: "", statuses: null, and: [], or: [] }', 'edcba'],
  ['messages', '{ botIds: ["other"] }', 'b'],
  ['messages', '{ botIds: ["other", "bot-1"], pipelineIds: ["p2"] }', 'e'],
  ['messages', '{ startTime: "2026-06-05T12:02:00Z", endTime: "2026-06-05T12:04:00Z" }', 'dcb'],
  ['messages', '{ startTime: "2026-06-05T12:02:00.001Z" }', 'edc'],
  ['messages', '{ endTime: "2026-06-05T14:02:00+02:00" }', 'ba'],
  ['messages', '{ endTime: "2026-06-05T12:02" }', 'ba'],
  ['messages', '{ startTime: "2026-06-05", endTime: "2026-06-06" }', 'edcba'],
  ['messages', '{ statuses: [SUCCESS, ERROR] }', 'eba'],
  ['messages', '{ statuses: [UNKNOWN] }', 'c'],
  ['messages', '{ statuses: [UNKNOWN, PENDING] }', 'dc'],
  ['messages', '{ levels: [UNKNOWN, WARNING] }', 'cb'],
  ['messages', '{ roles: [UNKNOWN] }', 'e'],
  ['messages', '{ roles: [ASSISTANT] }', 'd'],
  ['messages', '{ platforms: ["person"] }', 'edcb'],
  ['messages', '{ not: { platforms: ["person"] } }', 'a'],
  ['messages', '{ runnerNames: ["local-agent"] }', 'ecba'],
  ['messages', '{ sessionIds: ["session-1"] }', 'dcba'],
  ['messages', '{ userIds: ["U_1"] }', 'e'],
  ['messages', '{ search: "100%" }', 'a'],
  ['messages', '{ search: "0_s" }', ''],
  ['messages', '{ search: "E_T" }', 'a'],
  ['messages', '{ search: "äöü" }', 'c'],
  ['messages', '{ search: "你好" }', 'c'],
  ['messages', '{ search: "\\\\" }', 'c'],
  ['messages', '{ search: "u_1" }', 'e'],
  ['messages', '{ search: "ALICE" }', 'edba'],
  ['messages', `{ search: "' OR 1=1 --" }`, ''],
  ['messages', '{ or: [{ botIds: ["other"] }, { statuses: [PENDING] }] }', 'db'],
  ['messages', '{ statuses: [SUCCESS], or: [{ pipelineIds: ["p2"] }, { botIds: ["other"] }] }', 'e'],
  ['messages', '{ and: [{ statuses: [SUCCESS] }, { not: { pipelineIds: ["p2"] } }] }', 'a'],
  ['messages', '{}', 'edcba'],
  ['messages', '{ and: [] }', 'edcba'],
  ['messages', '{ or: [] }', 'edcba'],
  ['messages', '{ or: [{}, { botIds: ["other"] }] }', 'edcba'],
  ['messages', '{ not: null }', 'edcba'],
  ['messages', '{ not: {} }', ''],
  ['messages', '{ not: { or: [] } }', ''],
  ['messages', '{ not: { not: { botIds: ["other"] } } }', 'b'],
  ['llmCalls', '{ totalTokens: { gt: 0, lte: 10 } }', 'b'],
  ['llmCalls', '{ totalTokens: {} }', 'cba'],
  ['llmCalls', '{ cost: { gte: 0.5 } }', 'cb'],
  ['llmCalls', '{ cost: { lt: 1.5 } }', 'b'],
  ['llmCalls', '{ not: { cost: { lt: 1.5 } } }', 'ca'],
  ['llmCalls', '{ durationMs: { gte: 5, lt: 10 }, inputTokens: { gte: 100 }, outputTokens: { lt: 21 } }', 'b'],
  ['llmCalls', '{ modelNames: ["m1", "m2"], messageIds: ["m"] }', 'c'],
  ['llmCalls', '{ statuses: [TIMEOUT] }', 'a'],
  ['llmCalls', '{ search: "too late" }', 'a'],
  ['embeddingCalls', '{ callTypes: [UNKNOWN] }', 'c'],
  ['embeddingCalls', '{ callTypes: [EMBEDDING] }', 'b'],
  ['embeddingCalls', '{ knowledgeBaseIds: ["kb-2"], totalTokens: { gte: 99 } }', 'b'],
  ['embeddingCalls', '{ search: "WHERE" }', 'a'],
  ['embeddingCalls', '{ not: { botIds: ["bot-1"] } }', 'c'],
  ['sessions', '{ isActive: false }', 'Session_A'],
  ['sessions', '{ startTime: "2026-06-05T12:02:00Z" }', 'b'],
  ['sessions', '{ messageCount: { gte: 2 } }', 'Session_A'],
  ['sessions', '{ platforms: ["group"] }', 'b'],
  ['sessions', '{ search: "session_a" }', 'Session_A'],
  ['sessions', '{ search: "bOb" }', 'b'],
  ['errors', '{ errorTypes: ["ValueError"] }', 'a'],
  ['errors', '{ search: "VALUE" }', 'ba'],
  ['feedback', '{ types: [LIKE] }', 'a'],
  ['feedback', '{ types: [UNKNOWN, DISLIKE] }', 'cb'],
  ['feedback', '{ search: "GREAT" }', 'a'],
]

test.each(cases)('%s %s', async (list, filter, ids) => {
  const { data, errors } = await app.send(`{ list: ${list}(filter: ${filter}) { totalCount nodes { id } } }`)
  expect(errors).toBeUndefined()
  const { nodes, totalCount } = (data as unknown as { list: { nodes: { id: string }[]; totalCount: number } }).list
  expect(nodes.map(({ id }) => id).join('')).toBe(ids)
  expect(totalCount).toBe(nodes.length)
})

test('unknown stored values are UNKNOWN, and lists of reasons are lists', async () => {
  const { data } = await app.send(`{
    message(id: "c") { status level } robot: message(id: "e") { role session { id } }
    feedback { nodes { type inaccurateReasons } } embeddingCall(id: "c") { callType }
  }`)
  expect(data).toEqual({
    message: { status: 'UNKNOWN', level: 'UNKNOWN' },
    robot: { role: 'UNKNOWN', session: null },
    feedback: {
      nodes: [
        { type: 'UNKNOWN', inaccurateReasons: ['plain'] },
        { type: 'DISLIKE', inaccurateReasons: ['wrong', 'too long'] },
        { type: 'LIKE', inaccurateReasons: [] },
      ],
    },
    embeddingCall: { callType: 'UNKNOWN' },
  })
})
