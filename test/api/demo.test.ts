import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findMissing, readDemoRange, readDemoState, storeTraffic } from '../../src/demo/store.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const count = async () => {
  const { data } = await app.send(
    '{ overview { totalMessages llmCalls embeddingCalls totalErrors } sessions { totalCount } feedback { totalCount } }',
  )
  return data
}

const begin = new Date('2026-06-01T00:00:00Z')
const noon = new Date('2026-06-02T12:00:00Z')
const evening = new Date('2026-06-02T18:00:00Z')

test('an empty database receives thirty days of data up to now', async () => {
  const state = await readDemoState(app.db.prisma)
  if (state.kind !== 'empty') throw new Error(`it is ${state.kind}`)
  const missing = findMissing(state, noon)
  expect(noon.getTime() - missing.from.getTime()).toBe(30 * 86_400_000)
  expect(missing).toMatchObject({ to: noon, since: missing.from })
})

test('live records continue the demo, and storing a time range again changes nothing', async () => {
  await storeTraffic(app.db.prisma, { from: begin, to: noon, since: begin })
  const state = await readDemoState(app.db.prisma)
  if (state.kind !== 'demo') throw new Error(`it is ${state.kind}`)
  expect(state.first.getTime()).toBeGreaterThanOrEqual(begin.getTime())
  const next = findMissing(state, evening)
  expect(next.from.getTime()).toBe(state.last.getTime() + 1)
  const before = await count()
  await storeTraffic(app.db.prisma, { ...next, since: begin })
  const after = await count()
  expect(after).not.toEqual(before)
  await storeTraffic(app.db.prisma, { ...next, since: begin })
  expect(await count()).toEqual(after)
  const later = await readDemoState(app.db.prisma)
  if (later.kind !== 'demo') throw new Error(`it is ${later.kind}`)
  expect(later.first).toEqual(state.first)
  expect(later.last.getTime()).toBeGreaterThan(state.last.getTime())
  expect(later.last.getTime()).toBeLessThan(evening.getTime())
})

test('other data is left unchanged', async () => {
  await store(app.db, 'message', [{ id: 'mine', botId: 'my-bot' }])
  expect(await readDemoState(app.db.prisma)).toEqual({ kind: 'other' })
  expect(await readDemoRange(app.db.prisma)).toMatchObject({ kind: 'demo' })
})

describe('a database with any other record is left unchanged, with or without the demo', () => {
  const nobody = { botId: null, botName: null, pipelineId: null, pipelineName: null }
  const records = [
    ['session', { botId: 'my-bot' }],
    ['message', { botId: 'my-bot' }],
    ['llmCall', { botId: 'my-bot' }],
    ['llmCall', nobody],
    ['embeddingCall', { botId: 'my-bot', knowledgeBaseId: null }],
    ['embeddingCall', nobody],
    ['embeddingCall', { ...nobody, knowledgeBaseId: null }],
    ['errorLog', nobody],
    ['feedback', { botId: 'my-bot' }],
    ['feedback', nobody],
  ] as const

  let other: OpenTestDatabase
  beforeAll(async () => {
    other = await openTestDatabase()
  })
  afterAll(() => other.close())

  test.each(records)('%s %j', async (kind, row) => {
    await store(other, kind, [{ id: 'mine', ...row }])
    expect(await readDemoState(other.prisma)).toEqual({ kind: 'other' })
    for (const table of ['sessions', 'messages', 'llm_calls', 'embedding_calls', 'errors', 'feedback'])
      await other.execute(raw(`TRUNCATE monitoring_${table}`))
    expect(await readDemoState(other.prisma)).toEqual({ kind: 'empty' })
  })
})
