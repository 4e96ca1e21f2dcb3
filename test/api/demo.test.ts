import { afterAll, beforeAll, expect, test } from 'vitest'
import { findMissing, readDemoState, storeTraffic } from '../../src/demo/store.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
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

test('an empty database gets thirty days up to now', async () => {
  const state = await readDemoState(app.db.prisma)
  expect(state).toEqual({ kind: 'empty' })
  const missing = findMissing(state, noon)
  expect(noon.getTime() - missing.from.getTime()).toBe(30 * 86_400_000)
  expect(missing).toMatchObject({ to: noon, since: missing.from })
})

test('live records go on where the demo stood, and a stretch that is stored again changes nothing', async () => {
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

test('data of somebody else is left alone', async () => {
  await store(app.db, 'message', [{ id: 'mine', botId: 'my-bot' }])
  expect(await readDemoState(app.db.prisma)).toEqual({ kind: 'other' })
})
