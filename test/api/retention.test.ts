import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { defaultLive } from '../../src/config/live.ts'
import { locks } from '../../src/db/locks.ts'
import { pruneOldData, startMaintenance, sweepSessions } from '../../src/jobs/maintenance.ts'
import { countPrunable, pruneRows } from '../../src/jobs/retention.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'
import {
  message,
  RecordEmbeddingCalls,
  RecordErrors,
  RecordFeedback,
  RecordLlmCalls,
  RecordMessages,
} from '../support/record.ts'

const now = () => new Date('2026-06-05T12:00:00.000Z')
const before = new Date('2026-05-06T12:00:00.000Z')
const age = { before, idleSince: new Date('2026-06-05T11:30:00.000Z') }
const old = '2026-05-06T11:59:59.999Z'
const fresh = '2026-05-06T12:00:00.000Z'
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now })
  const call = { modelName: 'm', durationMs: 1 }
  const times = [...Array.from({ length: 6 }, () => old), fresh]
  for (const [i, timestamp] of times.entries()) {
    const sessionId = timestamp === old ? 'old' : 'fresh'
    await app.execute(RecordMessages, { input: [message({ timestamp, sessionId })] })
    await app.execute(RecordLlmCalls, { input: [{ ...call, timestamp }] })
    await app.execute(RecordEmbeddingCalls, { input: [{ ...call, timestamp }] })
    await app.send('mutation ($input: [RecordToolCallInput!]!) { recordToolCalls(input: $input) { recorded } }', {
      input: [{ toolName: 't', toolSource: 'MCP', durationMs: 1, timestamp }],
    })
    await app.execute(RecordErrors, { input: [{ errorType: 'E', errorMessage: '', timestamp }] })
    await app.execute(RecordFeedback, { input: [{ feedbackId: `f-${i}`, type: 'LIKE', timestamp }] })
  }
  await app.execute(RecordMessages, {
    input: Array.from({ length: 1000 }, (_, i) => message({ id: `b-${i}`, timestamp: old, sessionId: 'going on' })),
  })
  await app.execute(RecordMessages, { input: [message({ sessionId: 'going on' })] })
})
afterAll(() => app.close())

const expected = {
  monitoring_messages: 1006,
  monitoring_llm_calls: 6,
  monitoring_embedding_calls: 6,
  monitoring_tool_calls: 6,
  monitoring_errors: 6,
  monitoring_feedback: 6,
  monitoring_sessions: 1,
}

test('a dry run counts rows without removing them', async () => {
  for (let run = 0; run < 2; run += 1)
    expect(Object.fromEntries(await countPrunable(app.db.prisma, age))).toEqual(expected)
})

const maintenance = (retentionDays: number | undefined, log: string[] = []) => ({
  db: app.db,
  now,
  config: { retentionDays, recording: { sessionIdleMinutes: 30, keepMedia: false }, live: defaultLive },
  logger: pino({ base: null, timestamp: false }, { write: (line: string) => log.push(line) }),
})

test('without RETENTION_DAYS nothing is removed', async () => {
  const { statements } = await app.db.record(() => pruneOldData(maintenance(undefined)))
  expect(statements).toEqual([])
})

test.runIf(serverUrl)('only one process at a time removes data', async () => {
  await app.db.tryLock(locks.retention, async () => {
    const log: string[] = []
    await pruneOldData(maintenance(30, log))
    expect(log).toEqual([])
  })
  expect(Object.fromEntries(await countPrunable(app.db.prisma, age))).toEqual(expected)
})

test('older data is removed from all tables, and other data is kept', async () => {
  const log: string[] = []
  await pruneOldData(maintenance(30, log))
  expect(log.map((line) => JSON.parse(line))).toEqual([
    { level: 30, before: before.toISOString(), removed: expected, msg: 'removed old data' },
  ])
  const { data } = await app.send(`{
    messages { totalCount } llmCalls { totalCount } embeddingCalls { totalCount }
    toolCalls { totalCount } errors { totalCount } feedback { totalCount } sessions { nodes { id } }
  }`)
  const one = { totalCount: 1 }
  expect(data).toEqual({
    messages: { totalCount: 2 },
    llmCalls: one,
    embeddingCalls: one,
    toolCalls: one,
    errors: one,
    feedback: one,
    sessions: { nodes: [{ id: 'going on' }, { id: 'fresh' }] },
  })
})

test('a large table is pruned in batches of 5,000, each a separate statement', async () => {
  await app.db.query({
    text: `INSERT INTO monitoring_errors (id, timestamp, error_type, error_message)
      SELECT 'x' || i, '2026-01-01', 'E', '' FROM generate_series(1, 12000) AS i`,
    values: [],
  } as never)
  const progress: number[] = []
  const { result, statements } = await app.db.record(() => pruneRows(app.db.prisma, age, (rows) => progress.push(rows)))
  expect(result.get('monitoring_errors')).toBe(12_000)
  expect(progress.filter((rows) => rows > 0)).toEqual([5000, 5000, 2000])
  // One batch per table and two more, and the notes of imported feedback.
  expect(statements).toHaveLength(10)
})

test('a stopped prune ends after the current batch, and the next one removes the rest', async () => {
  await app.db.query({
    text: `INSERT INTO monitoring_errors (id, timestamp, error_type, error_message)
      SELECT 'y' || i, '2026-01-01', 'E', '' FROM generate_series(1, 12000) AS i`,
    values: [],
  } as never)
  const stopped = new AbortController()
  const count = (rows: number) => {
    if (rows > 0) stopped.abort()
  }
  expect([...(await pruneRows(app.db.prisma, age, count, stopped.signal))].at(-1)).toEqual(['monitoring_errors', 5000])
  expect((await pruneRows(app.db.prisma, age)).get('monitoring_errors')).toBe(7000)
})

test('the sweep of a server ends sessions that are idle for the configured time', async () => {
  const log: string[] = []
  const sweep = (minutes: number) =>
    sweepSessions({
      ...maintenance(undefined, log),
      now: () => new Date('2026-06-05T12:10:00.000Z'),
      config: {
        retentionDays: undefined,
        recording: { sessionIdleMinutes: minutes, keepMedia: false },
        live: defaultLive,
      },
    })
  await sweep(10)
  expect(log).toEqual([])
  await sweep(9)
  expect(log.map((line) => JSON.parse(line))).toEqual([{ level: 30, ended: 1, msg: 'ended idle sessions' }])
})

test('an idle session is removed even if it was never ended; an active one is kept for any age limit', async () => {
  const minutesAgo = (minutes: number) => new Date(now().getTime() - minutes * 60_000)
  await store(app.db, 'session', [
    { id: 'left active', lastActivity: minutesAgo(31), isActive: true },
    { id: 'goes on', lastActivity: minutesAgo(29), isActive: true },
    { id: 'ended', lastActivity: minutesAgo(29), isActive: false },
    { id: 'ended just now', lastActivity: minutesAgo(9), isActive: false },
  ])
  const age = { before: minutesAgo(10), idleSince: minutesAgo(30) }
  const counted = await countPrunable(app.db.prisma, age)
  expect(await pruneRows(app.db.prisma, age)).toEqual(counted)
  const { data } = await app.send('{ sessions { nodes { id } } }')
  expect(data).toEqual({ sessions: { nodes: [{ id: 'going on' }, { id: 'ended just now' }, { id: 'goes on' }] } })
})

test('data is removed while 8 writers record: only old data, and nothing else', async () => {
  const many = (prefix: string, timestamp: string, count: number) =>
    Array.from({ length: count }, (_, i) =>
      message({ id: `${prefix}-${i}`, botId: 'w', timestamp, sessionId: `${prefix}-${i % 7}` }),
    )
  for (let i = 0; i < 12; i += 1) await app.execute(RecordMessages, { input: many(`dated ${i}`, old, 1000) })
  const write = async (writer: number) => {
    for (let round = 0; round < 10; round += 1)
      await app.execute(RecordMessages, {
        input: [
          ...many(`w${writer} ${round}`, now().toISOString(), 5),
          ...many(`late ${writer} ${round}`, old, 5).map((one) => ({ ...one, sessionId: `dated ${writer}-0` })),
        ],
      })
  }
  await Promise.all([
    pruneRows(app.db.prisma, age),
    ...[0, 1, 2, 3, 4, 5, 6, 7].map(write),
    pruneRows(app.db.prisma, age),
  ])
  await pruneRows(app.db.prisma, age)
  expect([...(await countPrunable(app.db.prisma, age)).values()]).toEqual([0, 0, 0, 0, 0, 0, 0])
  const { data } = await app.send(`{
    messages(filter: { botIds: ["w"], startTime: "2026-06-05" }) { totalCount }
    old: messages(filter: { endTime: "${old}" }) { totalCount }
  }`)
  expect(data).toEqual({ messages: { totalCount: 400 }, old: { totalCount: 0 } })
})

test('a server sweeps each minute and prunes each hour, until it is stopped', async () => {
  const idle = { lastActivity: new Date('2026-06-05T11:29:00.000Z'), isActive: true }
  const addOld = (id: string) => store(app.db, 'errorLog', [{ id, timestamp: new Date(old) }])
  const statesOf = async () => {
    const { data } = await app.send(
      '{ sessions(filter: { botIds: ["swept"] }) { nodes { id isActive } } errors { nodes { id } } }',
    )
    return data
  }
  const states = (active: readonly string[], errors: readonly string[]) => ({
    sessions: {
      nodes: ['s3', 's2', 's1'].filter((id) => id <= `s${round}`).map((id) => ({ id, isActive: active.includes(id) })),
    },
    errors: { nodes: errors.map((id) => ({ id })) },
  })
  let round = 1
  await pruneRows(app.db.prisma, { before: now(), idleSince: now() })
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    await store(app.db, 'session', [{ id: 's1', botId: 'swept', ...idle }])
    await addOld('o1')
    const stop = startMaintenance({ ...maintenance(30), elapsed: () => 0 })
    await expect.poll(statesOf).toEqual(states([], []))
    round = 2
    await store(app.db, 'session', [{ id: 's2', botId: 'swept', ...idle }])
    await addOld('o2')
    expect(await statesOf()).toEqual(states(['s2'], ['o2']))
    vi.advanceTimersByTime(60_000)
    await expect.poll(statesOf).toEqual(states([], ['o2']))
    vi.advanceTimersByTime(59 * 60_000)
    await expect.poll(statesOf).toEqual(states([], []))
    await stop()
    round = 3
    await store(app.db, 'session', [{ id: 's3', botId: 'swept', ...idle }])
    await addOld('o3')
    vi.advanceTimersByTime(2 * 3_600_000)
    expect(await statesOf()).toEqual(states(['s3'], ['o3']))
  } finally {
    vi.useRealTimers()
  }
})
