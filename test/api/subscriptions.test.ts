import pg from 'pg'
import { raw } from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { records } from '../../src/records/registry.ts'
import { schema } from '../../src/server/schema.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { EventReader, Result } from '../support/events.ts'
import { store } from '../support/factories.ts'
import { message, RecordMessages } from '../support/record.ts'

const time = new Date('2026-06-05T12:00:00.000Z')

let app: TestApp
let open: EventReader[] = []
beforeAll(async () => {
  app = await startTestApp({ now: () => time })
})
afterEach(async () => {
  await Promise.all(open.map((events) => events.close()))
  open = []
})
afterAll(() => app.close())

const subscribe = async (query: string, variables?: object) => {
  const events = await app.subscribe(query, variables)
  open.push(events)
  return events
}

/** The value of the only field of a result, without its cursor. */
const eventOf = ({ data, errors }: Result) => {
  if (errors) throw new Error(JSON.stringify(errors))
  const [event = {}] = Object.values(data ?? {}) as Record<string, unknown>[]
  const { cursor: _, ...value } = event
  return value
}

const nextIds = async (events: EventReader, count: number) =>
  (await events.nextResults(count)).map(
    (result) => Object.values(eventOf(result)).map((row) => (row as { id: string }).id)[0],
  )

test('a new record is delivered with its cursor and its edges', async () => {
  const events = await subscribe(
    'subscription { messageRecorded { cursor message { id messageText session { id } llmCalls { id } } } }',
  )
  await store(app.db, 'session', [{ id: 'session-1' }])
  await store(app.db, 'message', [{ id: 'm1' }])
  expect(await events.nextResult()).toEqual({
    data: {
      messageRecorded: {
        cursor: expect.any(String),
        message: { id: 'm1', messageText: 'Hello', session: { id: 'session-1' }, llmCalls: [] },
      },
    },
  })
})

test('every record has subscriptions, which deliver its inserts', async () => {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {})
  for (const { model } of records)
    expect(
      fields.some(({ type }) => String(type) === `${model}Event!`),
      model,
    ).toBe(true)
  const added = {
    llmCallRecorded: ['llmCall', 'llmCall'],
    embeddingCallRecorded: ['embeddingCall', 'embeddingCall'],
    toolCallRecorded: ['toolCall', 'toolCall'],
    errorRecorded: ['errorLog', 'errorLog'],
    feedbackRecorded: ['feedback', 'feedback'],
    sessionChanged: ['session', 'session'],
    messageRecorded: ['message', 'message'],
  } as const
  for (const [field, [record, kind]] of Object.entries(added)) {
    const events = await subscribe(`subscription { ${field} { ${record} { id } } }`)
    await store(app.db, kind, [{ id: `new ${kind}`, feedbackId: `new ${kind}` } as never])
    expect(await events.nextResult()).toEqual({ data: { [field]: { [record]: { id: `new ${kind}` } } } })
  }
})

test('a change is delivered as it is when it is delivered', async () => {
  await store(app.db, 'message', [{ id: 'pending', status: 'pending' }])
  const updated = await subscribe('subscription { messageUpdated { message { id status } } }')
  await app.send('mutation { updateMessage(input: { id: "pending", status: ERROR }) { message { id } } }')
  await app.db.execute(raw("UPDATE monitoring_messages SET status = 'success' WHERE id = 'pending'"))
  expect(eventOf((await updated.nextResult()) ?? {})).toMatchObject({ message: { id: 'pending' } })
})

test('a recorded message changes its session', async () => {
  const events = await subscribe('subscription { sessionChanged { session { id messageCount isActive } } }')
  const session = { id: 'talk', messageCount: 1, isActive: true }
  await app.execute(RecordMessages, { input: [message({ sessionId: 'talk', timestamp: time.toISOString() })] })
  expect(eventOf((await events.nextResult()) ?? {})).toEqual({ session })
  await app.execute(RecordMessages, { input: [message({ sessionId: 'talk', timestamp: time.toISOString() })] })
  expect(eventOf((await events.nextResult()) ?? {})).toEqual({ session: { ...session, messageCount: 2 } })
  await app.send('mutation { endSession(id: "talk") { id } }')
  expect(eventOf((await events.nextResult()) ?? {})).toEqual({
    session: { ...session, messageCount: 2, isActive: false },
  })
})

test('a record that is deleted before it is delivered is not delivered', async () => {
  const events = await subscribe('subscription { errorRecorded { errorLog { id } } }')
  await app.db.transaction(async (tx) => {
    const insert = (id: string) =>
      tx.execute(
        raw(
          `INSERT INTO monitoring_errors (id, timestamp, error_type, error_message) VALUES ('${id}', now(), 'E', '')`,
        ),
      )
    await insert('deleted')
    await insert('kept')
    await tx.execute(raw("DELETE FROM monitoring_errors WHERE id = 'deleted'"))
  })
  expect(await nextIds(events, 1)).toEqual(['kept'])
})

test('rows that another program inserts are delivered', async () => {
  const events = await subscribe('subscription { errorRecorded { errorLog { id } } }')
  const client = new pg.Client(app.db.connection)
  await client.connect()
  await client.query(
    "INSERT INTO monitoring_errors (id, timestamp, error_type, error_message) VALUES ('by hand', now(), 'E', '')",
  )
  await client.end()
  expect(await nextIds(events, 1)).toEqual(['by hand'])
})

describe('a filter', () => {
  const filters: Record<string, object> = {
    nothing: {},
    bots: { filter: { botIds: ['bot-2'] } },
    scope: { scope: { botIds: ['bot-1'] }, filter: { statuses: ['ERROR'] } },
    ranges: { filter: { durationMs: { gt: 100 }, cost: { lte: 0.5 } } },
    logic: { filter: { or: [{ statuses: ['ERROR'] }, { modelNames: ['m1'] }], not: { botIds: ['bot-2'] } } },
    search: { filter: { search: '50%' } },
    relation: { filter: { session: { platforms: ['qq'] } } },
    'a window': { filter: { startTime: '2026-06-05T11:30:00Z' } },
    'a relative window': { filter: { last: 'PT1H' } },
    'a relative window of the scope': { scope: { last: 'PT1H', timeZone: 'Asia/Shanghai' } },
  }

  test('matches the same records as in the list', async () => {
    await store(app.db, 'session', [{ id: 'qq', platform: 'qq' }])
    const query = (kind: string) => `${kind} ($filter: LlmCallFilter, $scope: MonitoringFilter)`
    const streams = await Promise.all(
      Object.entries(filters).map(
        async ([name, variables]) =>
          [
            name,
            variables,
            await subscribe(
              `${query('subscription')} { llmCallRecorded(filter: $filter, scope: $scope) { llmCall { id } } }`,
              variables,
            ),
          ] as const,
      ),
    )
    const rows = Array.from({ length: 48 }, (_, i) => ({
      id: `f${String(i).padStart(2, '0')}`,
      botId: i % 3 === 0 ? null : `bot-${i % 3}`,
      status: i % 4 === 0 ? 'error' : 'success',
      modelName: `m${i % 5}`,
      durationMs: i * 10,
      cost: i % 7 === 0 ? null : i / 40,
      errorMessage: i % 4 === 0 ? `at ${i % 8 === 0 ? 50 : 60}% of 100` : null,
      sessionId: i % 6 === 0 ? 'qq' : 'other',
      timestamp: new Date(time.getTime() - i * 5 * 60_000),
    }))
    for (let at = 0; at < rows.length; at += 7) await store(app.db, 'llmCall', rows.slice(at, at + 7))
    // The last record matches every filter, so that nothing else can follow.
    for (const [name, variables, events] of streams) {
      const list = `${query('query')} { llmCalls(filter: $filter, scope: $scope, first: 1000, orderBy: { field: TIMESTAMP }) { nodes { id } } }`
      const { data, errors } = await app.send(list, variables)
      expect(errors).toBeUndefined()
      const { nodes } = (data?.['llmCalls'] ?? { nodes: [] }) as { nodes: { id: string }[] }
      const expected = nodes.map(({ id }) => id)
      const matching = rows.map(({ id }) => id).filter((id) => expected.includes(id))
      expect(matching.length, name).toBeGreaterThan(0)
      expect(await nextIds(events, matching.length), name).toEqual(matching)
    }
    await store(app.db, 'llmCall', [
      {
        id: 'last',
        botId: 'bot-2',
        sessionId: 'qq',
        status: 'error',
        modelName: 'm1',
        timestamp: time,
        errorMessage: '50%',
        cost: 0.1,
      },
    ])
    for (const [name, , events] of streams)
      if (name !== 'scope' && name !== 'logic') expect(await nextIds(events, 1), name).toEqual(['last'])
  })

  test.each([
    ['{ search: "x", botIds: ["a"], startTime: "2026-06-06", endTime: "2026-06-05" }', 'filter: startTime'],
    ['{ last: "PT1H", startTime: "2026-06-06" }', 'filter'],
  ])('that is invalid is rejected when the subscription begins: %s', async (filter, path) => {
    const { data, errors } = await app.send(`subscription { llmCallRecorded(filter: ${filter}) { cursor } }`)
    expect(data).toBeUndefined()
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
    expect(errors?.[0]?.message).toContain(path.split(':')[0])
  })
})

/** Whether a statement reads events or finds out whether there are any, which also happens at intervals. */
const isRead = (text: string) => text.includes('pg_locks') || text.includes('FROM "botlens_live_events"')

test('events are read once, filtered once per filter, and related records loaded once', async () => {
  const query = (filter: string) =>
    `subscription { llmCallRecorded(filter: ${filter}) { llmCall { id modelName message { id } session { id } } } }`
  const subscribers = await Promise.all([
    ...Array.from({ length: 10 }, () => subscribe(query('{ botIds: ["bot-1"] }'))),
    ...Array.from({ length: 10 }, () => subscribe(query('{ statuses: [SUCCESS] }'))),
  ])
  const { statements } = await app.db.record(async () => {
    await store(app.db, 'llmCall', [
      { id: 'once 1', messageId: 'm1' },
      { id: 'once 2', messageId: 'm1' },
    ])
    for (const events of subscribers) expect(await nextIds(events, 2)).toEqual(['once 1', 'once 2'])
  })
  const [first = '', ...others] = statements.filter((text) => !isRead(text))
  expect(first).toContain('INSERT INTO "monitoring_llm_calls"')
  expect(others.filter((text) => text.includes('FROM "monitoring_llm_calls"'))).toHaveLength(2)
  expect(others.filter((text) => text.includes('"monitoring_messages"'))).toHaveLength(1)
  expect(others.filter((text) => text.includes('"monitoring_sessions"'))).toHaveLength(1)
  expect(others).toHaveLength(4)
})

test('a server without subscribers reads no events', async () => {
  const events = await subscribe('subscription { errorRecorded { cursor } }')
  await events.close()
  const readOpen = async () => /^botlens_subscriptions_open \d+$/m.exec(await (await app.fetch('/metrics')).text())?.[0]
  await expect.poll(readOpen).toBe('botlens_subscriptions_open 0')
  const { statements } = await app.db.record(() => store(app.db, 'errorLog', [{ id: 'unread' }]))
  expect(statements.filter((text) => !isRead(text))).toHaveLength(1)
})
