import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ limits: { ...testLimits, maxResponseBytes: 20_000 } })
})
afterAll(() => app.close())

test('an event may contain a list of more records than are resolved in one time slice', async () => {
  await store(app.db, 'session', [{ id: 'session-long' }])
  const rows = Array.from({ length: 300 }, (_, index) => ({ id: `long-${index}`, sessionId: 'session-long' }))
  await store(app.db, 'message', rows)
  const events = await app.subscribe(
    'subscription { messageRecorded { message { session { messages(first: 400) { nodes { id } } } } } }',
  )
  await store(app.db, 'message', [{ id: 'long-last', sessionId: 'session-long' }])
  const result = await events.nextResult()
  await events.close()
  const nodes = Array.from({ length: 301 }, () => ({ id: expect.any(String) }))
  expect(result).toEqual({ data: { messageRecorded: { message: { session: { messages: { nodes } } } } } })
})

test('an event has the size limit of a query', async () => {
  const events = await app.subscribe(
    'subscription { messageRecorded { message { id a: messageText b: messageText c: messageText } } }',
  )
  await store(app.db, 'message', [{ id: 'large', messageContent: 'x'.repeat(8000) }])
  await store(app.db, 'message', [{ id: 'short' }])
  const [large, short] = await events.nextResults(2)
  await events.close()
  expect(large?.errors?.map(({ message, extensions }) => [message, extensions?.['code']])).toEqual([
    [expect.stringContaining('20,000 bytes (MAX_RESPONSE_BYTES)'), 'QUERY_TOO_COMPLEX'],
  ])
  expect(short?.data).toMatchObject({ messageRecorded: { message: { id: 'short' } } })
})
