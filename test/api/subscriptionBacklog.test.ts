import { afterEach, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import type { EventReader, Result } from '../support/events.ts'
import { store } from '../support/factories.ts'

const maxSubscriptionQueueBytes = 300_000
const messageContent = 'x'.repeat(20_000)
/** The approximate bytes of a message in a queue. */
const rowBytes = 2 * messageContent.length
const query =
  'subscription ($after: String) { messageRecorded(after: $after) { cursor message { id messageContent } } }'

let app: TestApp
afterEach(() => app.close())

const idOf = ({ data }: Result) => (data?.['messageRecorded'] as { message: { id: string } } | undefined)?.message.id

/** Reads events until the error that ends the subscription. */
const readToEnd = async (events: EventReader) => {
  const ids: (string | undefined)[] = []
  for (;;) {
    const [result] = await events.nextResults(1)
    const [error] = result?.errors ?? []
    if (error) return { ids, error }
    if (result) ids.push(idOf(result))
  }
}

const readMetric = async (name: string) =>
  Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await app.fetch('/metrics')).text())?.[1])

test('beyond the bound of all queues, the client with the most bytes that reads nothing is disconnected', async () => {
  let time = 0
  app = await startTestApp({ limits: { ...testLimits, maxSubscriptionQueueBytes }, elapsed: () => time })
  const slow = await app.subscribe(query)
  const lessSlow = await app.subscribe('subscription { errorRecorded { errorLog { id } } }')
  const reading = await app.subscribe(query)
  await store(app.db, 'errorLog', [{ id: 'e1' }, { id: 'e2' }, { id: 'e3' }])
  const recorded = Array.from({ length: 21 }, (_, n) => `m${n}`)
  const recordAndRead = async (ids: readonly string[]) => {
    for (const id of ids) {
      await store(app.db, 'message', [{ id, messageContent }])
      expect((await reading.nextResults(1)).map(idOf)).toEqual([id])
    }
  }
  // A client that reads receives every event, although what waits for the other one takes all of the memory.
  await recordAndRead(recorded.slice(0, 20))
  const full = await readMetric('botlens_live_queued_bytes')
  expect(full).toBeGreaterThan(maxSubscriptionQueueBytes - 2 * rowBytes)
  expect(full).toBeLessThan(maxSubscriptionQueueBytes + rowBytes)
  expect(await readMetric('botlens_subscriptions_evicted_total')).toBe(0)

  time = 5000
  await recordAndRead(recorded.slice(20))
  await expect.poll(() => readMetric('botlens_subscriptions_evicted_total')).toBe(1)
  expect(await readMetric('botlens_live_queued_bytes')).toBeLessThan(rowBytes)
  const { ids, error } = await readToEnd(slow)
  expect(error).toMatchObject({
    message:
      'The subscription was ended, since too much was waiting to be read by all clients (MAX_SUBSCRIPTION_QUEUE_BYTES). Subscribe again after the cursor of this error.',
    extensions: { code: 'SERVICE_UNAVAILABLE', cursor: expect.any(String) },
  })
  expect(ids.length).toBeLessThan(10)
  const resumed = await app.subscribe(query, { after: error.extensions?.['cursor'] })
  const rest = (await resumed.nextResults(recorded.length - ids.length)).map(idOf)
  expect([...ids, ...rest]).toEqual(recorded)

  const errors = await lessSlow.nextResults(3)
  expect(errors.map(({ data }) => data)).toEqual(
    ['e1', 'e2', 'e3'].map((id) => ({ errorRecorded: { errorLog: { id } } })),
  )
  for (const events of [reading, resumed, lessSlow]) await events.close()
  await expect.poll(() => readMetric('botlens_live_queued_bytes')).toBe(0)
})
