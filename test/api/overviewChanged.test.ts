import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { Result } from '../support/events.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const overviewOf = ({ data, errors }: Result = {}) => {
  if (errors) throw new Error(JSON.stringify(errors))
  return (data?.['overviewChanged'] as { overview: object } | undefined)?.overview
}

const open = (fields: string, args = 'every: "PT1S"') =>
  app.subscribe(`subscription { overviewChanged(${args}) { overview { ${fields} } } }`)

test('the current metrics come first, then those that have changed', async () => {
  const events = await open('totalMessages totalErrors', 'every: "PT1S", scope: { botIds: ["bot-1"] }')
  expect(overviewOf(await events.nextResult())).toEqual({ totalMessages: 0, totalErrors: 0 })
  await store(app.db, 'message', [{ id: 'a' }, { id: 'b', botId: 'other' }])
  expect(overviewOf(await events.nextResult())).toEqual({ totalMessages: 1, totalErrors: 0 })
  await events.close()
})

test('a change of other metrics is no event', async () => {
  const events = await open('totalErrors')
  expect(overviewOf(await events.nextResult())).toEqual({ totalErrors: 0 })
  const all = await open('llmCalls totalErrors')
  expect(overviewOf(await all.nextResult())).toEqual({ llmCalls: 0, totalErrors: 0 })
  await store(app.db, 'llmCall', [{ id: 'a' }])
  expect(overviewOf(await all.nextResult())).toEqual({ llmCalls: 1, totalErrors: 0 })
  await store(app.db, 'errorLog', [{ id: 'a' }])
  expect(overviewOf(await all.nextResult())).toEqual({ llmCalls: 1, totalErrors: 1 })
  expect(overviewOf(await events.nextResult())).toEqual({ totalErrors: 1 })
  await Promise.all([events.close(), all.close()])
})

test('it counts as an open subscription', async () => {
  const readOpen = async () => /^botlens_subscriptions_open \d+$/m.exec(await (await app.fetch('/metrics')).text())?.[0]
  await expect.poll(readOpen).toBe('botlens_subscriptions_open 0')
  const events = await open('totalErrors')
  expect(await readOpen()).toBe('botlens_subscriptions_open 1')
  await events.close()
  await expect.poll(readOpen).toBe('botlens_subscriptions_open 0')
})

test.each(['PT0.5S', 'PT2H'])('an interval out of bounds is rejected: %s', async (every) => {
  const { errors } = await app.send(`subscription { overviewChanged(every: "${every}") { overview { totalErrors } } }`)
  expect(errors?.[0]?.message).toBe(`every must be from PT1S to PT1H, not ${every}`)
})

test('the shutdown ends it', async () => {
  const own = await startTestApp()
  const events = await own.subscribe('subscription { overviewChanged { overview { totalErrors } } }')
  await events.nextResult()
  await own.app.beginStop()
  expect(await events.nextResult()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] })
  expect(await events.next()).toMatchObject({ event: 'complete' })
  await own.close()
})
