import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import type { Result } from '../support/events.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** A text of more than a megabyte. Two of them fit into what one statement reads, and five into a queue. */
const large = '文'.repeat(350_000)

/** Runs work, and returns its result and the number of statements that looked up the rows of events. */
const countLookups = async <Value>(work: () => Promise<Value>) => {
  const { result, statements } = await app.db.record(work)
  return { result, lookups: statements.filter((text) => text.includes('WITH ORDINALITY AS wanted')).length }
}

test('rows of megabytes are looked up by several statements, in the order of their events', async () => {
  const ids = ['m1', 'm2', 'm3', 'm4', 'm5']
  const events = await app.subscribe('subscription { messageRecorded { message { id messageContent } } }')
  const { result, lookups } = await countLookups(async () => {
    await store(
      app.db,
      'message',
      ids.map((id) => ({ id, messageContent: large })),
    )
    return events.nextResults(ids.length)
  })
  await events.close()
  expect(result).toEqual(ids.map((id) => ({ data: { messageRecorded: { message: { id, messageContent: large } } } })))
  expect(lookups).toBe(3)
})

test('the size of texts that are not selected does not matter', async () => {
  const ids = ['n1', 'n2', 'n3', 'n4', 'n5']
  const events = await app.subscribe('subscription { messageRecorded { message { id } } }')
  const { result, lookups } = await countLookups(async () => {
    await store(
      app.db,
      'message',
      ids.map((id) => ({ id, messageContent: large })),
    )
    return events.nextResults(ids.length)
  })
  await events.close()
  expect(result).toEqual(ids.map((id) => ({ data: { messageRecorded: { message: { id } } } })))
  expect(lookups).toBe(1)
})

const readFeedback = (event: Result | undefined) =>
  event?.data?.['feedbackRecorded'] as { readonly cursor: string; readonly feedback: object }

test('a row that changed after others is delivered again after them', async () => {
  const record = (feedbackId: string, content: string) =>
    app.send('mutation ($input: [RecordFeedbackInput!]!) { recordFeedback(input: $input) { recorded } }', {
      input: [{ feedbackId, id: feedbackId, type: 'LIKE', content }],
    })
  const document =
    'subscription ($after: String) { feedbackRecorded(after: $after) { cursor feedback { id content } } }'
  const before = await app.subscribe(document)
  await record('first', 'a')
  const [start] = await before.nextResults(1)
  await before.close()
  for (const id of ['f1', 'f2', 'f3']) await record(id, large)
  await record('f1', `${large}!`)
  const after = readFeedback(start).cursor
  const { result, lookups } = await countLookups(async () => {
    const events = await app.subscribe(document, { after })
    const results = await events.nextResults(4)
    await events.close()
    return results.map((event) => readFeedback(event).feedback)
  })
  // Each event has the row as it is when it is delivered.
  expect(result).toEqual([
    { id: 'f1', content: `${large}!` },
    { id: 'f2', content: large },
    { id: 'f3', content: large },
    { id: 'f1', content: `${large}!` },
  ])
  expect(lookups).toBe(2)
})
