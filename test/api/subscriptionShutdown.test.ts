import { afterEach, expect, test } from 'vitest'
import { startTestApp, type TestApp, type TestAppOptions } from '../support/app.ts'
import { openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'
import { interceptOperations } from '../support/intercept.ts'

const query = 'subscription { errorRecorded { cursor errorLog { id } } }'

let app: TestApp
afterEach(() => app.close())
const start = async (options?: TestAppOptions) => {
  app = await startTestApp(options)
}

test('the shutdown ends subscriptions with a cursor to resume after, and rejects new ones', async () => {
  await start()
  const events = await app.subscribe(query)
  await store(app.db, 'errorLog', [{ id: 'before' }])
  expect(await events.nextResult()).toHaveProperty('data')
  const stopped = app.app.beginStop()
  expect(await events.nextResult()).toMatchObject({
    errors: [
      {
        message: 'The server is shutting down. Subscribe again, after the cursor of this error if it has one.',
        extensions: { code: 'SERVICE_UNAVAILABLE', cursor: expect.any(String) },
      },
    ],
  })
  expect(await events.next()).toMatchObject({ event: 'complete' })
  await stopped
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  const rejected = await app.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) })
  expect(rejected.status).toBe(503)
  await app.app.untilIdle()
})

test('a server that drains delivers events, and accepts subscriptions until it stops', async () => {
  await start()
  const events = await app.subscribe(query)
  app.app.beginDrain()
  const added = await app.subscribe(query)
  await store(app.db, 'errorLog', [{ id: 'drained' }])
  for (const each of [events, added])
    expect((await each.nextResult())?.data).toMatchObject({ errorRecorded: { errorLog: { id: 'drained' } } })
  const stopped = app.app.beginStop()
  for (const each of [events, added]) {
    const { id, data = '' } = (await each.next()) ?? {}
    expect(id).toEqual(expect.any(String))
    expect(JSON.parse(data).errors[0].extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', cursor: id })
  }
  await stopped
})

test('an event that is executed when the shutdown aborts it is delivered after resuming', async () => {
  const db = await openTestDatabase()
  let hold: Promise<void> | undefined
  let isHeld = false
  const held = interceptOperations(db, async (operation) => {
    if (operation !== 'Message.findMany' || !hold) return
    isHeld = true
    await hold
  })
  const withMessage =
    'subscription ($after: String) { errorRecorded(after: $after) { errorLog { id message { id } } } }'
  await start({ db: held })
  await store(db, 'message', [{ id: 'm1' }])
  const events = await app.subscribe(withMessage)
  await store(db, 'errorLog', [{ id: 'first', messageId: 'm1' }])
  expect(await events.nextResult()).toHaveProperty('data')
  let release = () => {}
  hold = new Promise((resolve) => {
    release = resolve
  })
  await store(db, 'errorLog', [{ id: 'aborted', messageId: 'm1' }])
  await store(db, 'errorLog', [{ id: 'unread', messageId: 'm1' }])
  const next = events.nextResult()
  await expect.poll(() => isHeld).toBe(true)
  app.app.endRunning()
  const end = await next
  release()
  hold = undefined
  expect(end?.errors?.[0]?.message).toBe('The server is shutting down.')
  const after = end?.errors?.[0]?.extensions?.['cursor']
  expect(await events.next()).toMatchObject({ event: 'complete' })
  const resumed = await app.subscribe(withMessage, { after })
  const ids = (await resumed.nextResults(2)).map(({ data }) => data?.['errorRecorded'])
  await resumed.close()
  expect(ids).toEqual(['aborted', 'unread'].map((id) => ({ errorLog: { id, message: { id: 'm1' } } })))
  await db.close()
})
