import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRows } from '../../src/db/sql/insert.ts'
import { embeddingCallTable } from '../../src/records/embeddingCalls/table.ts'
import { errorLogTable } from '../../src/records/errors/table.ts'
import { llmCallTable } from '../../src/records/llmCalls/table.ts'
import { messageTable } from '../../src/records/messages/table.ts'
import { sessionTable } from '../../src/records/sessions/table.ts'
import { toolCallTable } from '../../src/records/toolCalls/table.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

const timestamp = (second: number) => new Date(Date.UTC(2026, 4, 1, 0, 0, second))
const origin = { botId: 'b', botName: 'B', pipelineId: 'p', pipelineName: 'P' }

const message = (id: string, sessionId: string | null, userId: string | null, platform: string | null) => ({
  ...{ id, ...origin, timestamp: timestamp(0), messageContent: '', status: 'success', level: 'info' },
  ...{ sessionId, userId, platform },
})
const session = (id: string, userId: string | null, platform: string | null) => ({
  ...{ id, ...origin, messageCount: 1, startTime: timestamp(0), lastActivity: timestamp(0), isActive: false },
  ...{ userId, platform },
})

/** What a call belongs to, in the order of its time: newest first in the file. */
const parents = [
  { id: 'r1', messageId: 'm-known', sessionId: 's-known' },
  { id: 'r2', messageId: 'm-half', sessionId: 's-known' },
  { id: 'r3', messageId: 'm-gone', sessionId: 's-known' },
  { id: 'r4', messageId: null, sessionId: 's-known' },
  { id: 'r5', messageId: 'm-formula', sessionId: null },
  { id: 'r6', messageId: 'm-half', sessionId: 's-unknown' },
  { id: 'r7', messageId: null, sessionId: null },
]
const rows = parents.map((parent, index) => ({ ...parent, timestamp: timestamp(60 - index) }))
const call = { durationMs: 1, status: 'success' }

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await insertRows(app.db, sessionTable, [session('s-known', 'session user', 'qq'), session('s-unknown', null, null)])
  await insertRows(app.db, messageTable, [
    message('m-known', 's-known', 'message user', 'telegram'),
    message('m-half', 's-known', null, 'discord'),
    message('m-formula', null, '=1+1', 'a,"b"'),
  ])
  await insertRows(
    app.db,
    llmCallTable,
    rows.map((row) => ({ ...row, ...call, modelName: 'm', inputTokens: 1, outputTokens: 1, totalTokens: 2 })),
  )
  await insertRows(
    app.db,
    embeddingCallTable,
    rows.map((row) => ({ ...row, ...call, modelName: 'm', promptTokens: 1, totalTokens: 1, inputCount: 1 })),
  )
  await insertRows(
    app.db,
    toolCallTable,
    rows.map((row) => ({ ...row, ...call, toolName: 't', toolSource: 'native' })),
  )
  await insertRows(
    app.db,
    errorLogTable,
    rows.map((row) => ({ ...row, errorType: 'E', errorMessage: 'm', stackTrace: 'x'.repeat(10) })),
  )
})
afterAll(() => app.close())

const get = async (query: string) => {
  const response = await app.fetch(`/api/v1/monitoring/export?${query}`)
  return Buffer.from(await response.arrayBuffer()).toString('utf8')
}

describe.each(['llm-calls', 'embedding-calls', 'tool-calls', 'errors'])('%s', (type) => {
  test('have the user and the platform of their message, else of their session, else none', async () => {
    const expected = [
      '\uFEFFid,user_id,platform,session_id\n',
      'r1,message user,telegram,s-known\n',
      'r2,session user,discord,s-known\n',
      'r3,session user,qq,s-known\n',
      'r4,session user,qq,s-known\n',
      `r5,'=1+1,"a,""b""",\n`,
      'r6,,discord,s-unknown\n',
      'r7,,,\n',
    ].join('')
    expect(await get(`type=${type}&columns=id,user_id,platform,session_id`)).toBe(expected)
    expect(await get(`type=${type}&columns=id,user_id,platform,session_id&raw=true`)).toBe(
      expected.replace("'=1+1", '=1+1'),
    )
    expect(await get(`type=${type}&columns=user_id,platform,id&format=ndjson&limit=2`)).toBe(
      '{"user_id":"message user","platform":"telegram","id":"r1"}\n' +
        '{"user_id":"session user","platform":"discord","id":"r2"}\n',
    )
    expect(await get(`type=${type}&columns=user_id&format=ndjson&endTime=2026-05-01T00:00:54Z`)).toBe(
      '{"user_id":null}\n',
    )
  })

  test('have neither by default', async () => {
    const [head] = (await get(`type=${type}&limit=1`)).slice(1).split('\n')
    expect(head?.split(',').filter((name) => name === 'user_id' || name === 'platform')).toEqual([])
  })

  test('take as many statements with these columns as without, and refer to no other table by default', async () => {
    const record = (columns: string) => app.db.record(() => get(`type=${type}&limit=100${columns}`))
    const [plain, named] = [await record(''), await record('&columns=id,user_id,platform')]
    expect(named.statements).toHaveLength(1)
    expect(plain.statements).toHaveLength(1)
    expect(String(plain.statements)).not.toContain('monitoring_messages')
    expect(String(plain.statements)).not.toContain('monitoring_sessions')
  })
})

test('they can stand beside long texts', async () => {
  expect(await get('type=errors&columns=stack_trace,user_id&limit=1')).toBe(
    '\uFEFFstack_trace,user_id\nxxxxxxxxxx,message user\n',
  )
})
