import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { store } from '../support/factories.ts'

const origin = { botId: 'b', botName: 'B', pipelineId: 'p', pipelineName: 'P' }
const call = { modelName: 'm', durationMs: 1 }
const second = (number: number) => new Date(Date.UTC(2026, 4, 1, 0, 0, number)).toISOString()

/** Each record that inherits: its list, single field, mutation with input, type of export, and required fields. */
const records = [
  ['llmCalls', 'llmCall', 'recordLlmCalls', 'RecordLlmCallInput', 'llm-calls', call],
  ['embeddingCalls', 'embeddingCall', 'recordEmbeddingCalls', 'RecordEmbeddingCallInput', 'embedding-calls', call],
  [
    ...['toolCalls', 'toolCall', 'recordToolCalls', 'RecordToolCallInput', 'tool-calls'],
    { toolName: 't', toolSource: 'NATIVE', durationMs: 1 },
  ],
  [
    ...['errors', 'errorLog', 'recordErrors', 'RecordErrorInput', 'errors'],
    { errorType: 'E', errorMessage: 'm', stackTrace: 'x'.repeat(10) },
  ],
] as const

/** What calls refer to and give, and the user, name and platform that they have then. Newest first. */
const cases = [
  [{ messageId: 'm-known', sessionId: 's-known' }, 'message user', 'Mia', 'telegram'],
  [{ messageId: 'm-half', sessionId: 's-known' }, 'session user', 'Sam', 'discord'],
  [{ messageId: 'm-gone', sessionId: 's-known' }, 'session user', 'Sam', 'qq'],
  [{ sessionId: 's-known' }, 'session user', 'Sam', 'qq'],
  [{ messageId: 'm-formula' }, '=1+1', null, 'a,"b"'],
  [{ messageId: 'm-half', sessionId: 's-unknown' }, null, null, 'discord'],
  [{}, null, null, null],
  [{ messageId: 'm-known', userId: 'own' }, 'own', null, 'telegram'],
  [{ messageId: 'm-known', userId: 'session user', platform: 'own' }, 'session user', 'Sam', 'own'],
  [{ messageId: 'm-known', userName: 'Own' }, 'message user', 'Own', 'telegram'],
  [{ messageId: 'm-nameless', sessionId: 's-known' }, 'session user', 'Sam', 'person'],
  [{ messageId: 'm-empty', sessionId: 's-known' }, 'session user', 'Sam', 'person'],
] as const

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => new Date('2026-06-05T12:00:00.000Z') })
  const [nobody, unknown] = [
    { userId: null, userName: null },
    { userId: null, platform: null },
  ]
  await store(app.db, 'session', [
    { id: 's-known', ...origin, userId: 'session user', userName: 'Sam', platform: 'qq' },
    { id: 's-unknown', ...origin, ...nobody, ...unknown },
  ])
  await store(app.db, 'message', [
    { id: 'm-known', sessionId: 's-known', userId: 'message user', userName: 'Mia', platform: 'telegram' },
    { id: 'm-half', sessionId: 's-known', ...nobody, platform: 'discord' },
    { id: 'm-formula', sessionId: null, userId: '=1+1', userName: null, platform: 'a,"b"' },
    { id: 'm-nameless', sessionId: 's-known', userId: 'session user', userName: null },
    { id: 'm-empty', sessionId: 's-known', userId: 'session user', userName: '' },
  ])
  for (const [, , mutation, input, , required] of records) {
    const answer = await ask(app, `mutation ($input: [${input}!]!) { ${mutation}(input: $input) { recorded } }`, {
      variables: {
        input: cases.map(([given], i) => ({ id: `r${i + 1}`, timestamp: second(60 - i), ...required, ...given })),
      },
    })
    expect(answer.data).toEqual({ [mutation]: { recorded: cases.length } })
  }
})
afterAll(() => app.close())

const get = async (query: string) => {
  const response = await app.fetch(`/api/v1/monitoring/export?${query}`)
  return Buffer.from(await response.arrayBuffer()).toString('utf8')
}

describe.each(records)('%s', (list, single, mutation, input, type, required) => {
  test('have the user and the platform of their message, else of their session, unless they are given', async () => {
    const { data } = await ask(app, `{ ${list} { nodes { id userId userName platform } } }`)
    expect(data?.[list]).toEqual({
      nodes: cases.map(([, userId, userName, platform], i) => ({ id: `r${i + 1}`, userId, userName, platform })),
    })
  })

  test.each([
    ['{ userIds: ["message user"] }', ['r1', 'r10']],
    ['{ userIds: ["own", "=1+1"] }', ['r5', 'r8']],
    ['{ platforms: ["discord"] }', ['r2', 'r6']],
    ['{ userIds: ["session user"], platforms: ["qq", "own"] }', ['r3', 'r4', 'r9']],
    ['{ not: { platforms: ["discord", "telegram", "qq", "person"] } }', ['r5', 'r7', 'r9']],
    ['{ userIds: [], platforms: null, search: "nothing" }', []],
  ])('%s', async (filter, ids) => {
    const { data } = await ask(app, `{ ${list}(filter: ${filter}) { totalCount nodes { id } } }`)
    expect(data?.[list]).toEqual({ totalCount: ids.length, nodes: ids.map((id) => ({ id })) })
  })

  test('keep what they had when they were recorded: a message that is stored later changes nothing', async () => {
    const record = async (id: string) => {
      const given = { id, ...required, timestamp: second(0), messageId: `late of ${list}` }
      await ask(app, `mutation ($input: [${input}!]!) { ${mutation}(input: $input) { ids } }`, {
        variables: { input: [given] },
      })
    }
    await record('before')
    await store(app.db, 'message', [{ id: `late of ${list}` }])
    await record('before')
    await record('after')
    const fields = 'userId userName platform'
    const { data } = await ask(
      app,
      `{ before: ${single}(id: "before") { ${fields} } after: ${single}(id: "after") { ${fields} } }`,
    )
    expect(data).toEqual({
      before: { userId: null, userName: null, platform: null },
      after: { userId: 'user-1', userName: 'Alice', platform: 'person' },
    })
  })

  test('are exported with these columns if they are named, and without them by default', async () => {
    const window = `startTime=${second(54)}`
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
    expect(await get(`type=${type}&${window}&columns=id,user_id,platform,session_id`)).toBe(expected)
    expect(await get(`type=${type}&${window}&columns=id,user_id,platform,session_id&raw=true`)).toBe(
      expected.replace("'=1+1", '=1+1'),
    )
    expect(await get(`type=${type}&columns=user_id,platform,id&format=ndjson&limit=2`)).toBe(
      '{"user_id":"message user","platform":"telegram","id":"r1"}\n' +
        '{"user_id":"session user","platform":"discord","id":"r2"}\n',
    )
    expect(await get(`type=${type}&columns=user_id&format=ndjson&startTime=${second(54)}&endTime=${second(54)}`)).toBe(
      '{"user_id":null}\n',
    )
    const [head] = (await get(`type=${type}&limit=1`)).slice(1).split('\n')
    expect(head?.split(',').filter((name) => name === 'user_id' || name === 'platform')).toEqual([])
    const { statements } = await app.db.record(() => get(`type=${type}&limit=100&columns=id,user_id,platform`))
    expect(statements).toHaveLength(1)
    expect(String(statements)).not.toMatch(/monitoring_(messages|sessions)/)
  })
})

test('the columns can be combined with long texts', async () => {
  expect(await get('type=errors&columns=stack_trace,user_id&limit=1')).toBe(
    '\uFEFFstack_trace,user_id\nxxxxxxxxxx,message user\n',
  )
})

test('feedback does not inherit a user or platform, since it names the messenger and the user who gave it', async () => {
  const { data } = await ask(
    app,
    `mutation { recordFeedback(input: [{ feedbackId: "f", type: LIKE, messageId: "m-known" }]) { recorded } }`,
  )
  expect(data).toEqual({ recordFeedback: { recorded: 1 } })
  const answer = await ask(app, '{ feedback { nodes { userId platform botId sessionId } } }')
  expect(answer.data).toEqual({
    feedback: { nodes: [{ userId: null, platform: null, botId: 'bot-1', sessionId: 's-known' }] },
  })
})
