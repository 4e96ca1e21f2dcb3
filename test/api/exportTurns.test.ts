import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { readCsv } from '../support/csv.ts'
import { store } from '../support/factories.ts'

const at = (second: number) => new Date(Date.UTC(2026, 4, 1, 0, 0, second))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const chain = (text: string) => JSON.stringify([{ type: 'Plain', text }])
  await store(app.db, 'message', [
    { id: 'early', timestamp: at(1), sessionId: 's1', role: 'assistant', messageContent: chain('Welcome') },
    { id: 'q1', timestamp: at(10), sessionId: 's1', messageContent: chain('=1+1, "quoted"'), runnerName: null },
    { id: 'r1', timestamp: at(12), sessionId: 's1', role: 'assistant', messageContent: chain('2') },
    { id: 'r2', timestamp: at(15), sessionId: 's1', role: 'assistant', messageContent: 'Anything else?' },
    { id: 'q2', timestamp: at(20), sessionId: 's1', messageContent: 'No' },
    { id: 'other', timestamp: at(30), sessionId: 's2', botId: 'bot-2', messageContent: 'Hello', userName: null },
  ])
  await store(app.db, 'llmCall', [
    { id: 'c1', timestamp: at(11), messageId: 'q1', modelName: 'm', totalTokens: 7, cost: 0.25 },
    { id: 'c2', timestamp: at(12), messageId: 'q1', modelName: 'n', totalTokens: 5, cost: null },
  ])
  await store(app.db, 'errorLog', [{ id: 'e1', timestamp: at(21), messageId: 'q2' }])
  await store(app.db, 'feedback', [{ id: 'f1', timestamp: at(40), messageId: 'r2', type: 2 }])
})
afterAll(() => app.close())

const get = async (parameters: Readonly<Record<string, string>>) => {
  const query = new URLSearchParams({ type: 'turns', ...parameters })
  const response = await app.fetch(`/api/v1/monitoring/export?${query}`)
  return { text: await response.text(), truncated: response.headers.get('x-truncated') }
}
const getIds = async (parameters: Readonly<Record<string, string>>) =>
  readCsv((await get({ columns: 'id', ...parameters })).text)
    .slice(1)
    .map(([id]) => id)

test('a turn is a row with the texts of its question and first reply, newest first', async () => {
  const { text } = await get({})
  const [head = [], ...rows] = readCsv(text)
  expect(head).toEqual([
    ...['id', 'timestamp', 'bot_id', 'bot_name', 'pipeline_id', 'pipeline_name', 'runner_name', 'question_text'],
    ...['reply_text', 'session_id', 'platform', 'user_id', 'user_name', 'reply_count', 'first_reply_ms', 'duration_ms'],
    ...['model_name', 'total_tokens', 'total_cost', 'error_count', 'feedback_count', 'likes', 'dislikes'],
  ])
  expect(rows.map(([id]) => id)).toEqual(['other', 'q2', 'q1', 'early'])
  const row = Object.fromEntries(head.map((name, index) => [name, rows[2]?.[index]]))
  expect(row).toMatchObject({
    ...{ timestamp: '2026-05-01 00:00:10', runner_name: '', question_text: `'=1+1, "quoted"`, reply_text: '2' },
    ...{ reply_count: '2', first_reply_ms: '2000', duration_ms: '5000', model_name: 'n', total_tokens: '12' },
    ...{ total_cost: '0.25', error_count: '0', feedback_count: '1', likes: '0', dislikes: '1' },
  })
  expect(rows[1]?.slice(7, 9)).toEqual(['No', ''])
  expect(rows[3]?.slice(7, 9)).toEqual(['', 'Welcome'])
})

const ListedTurns = graphql(`
  query ListedTurns($filter: TurnFilter) {
    turns(filter: $filter) {
      nodes {
        id
      }
    }
  }
`)

test.each([
  {},
  { hasErrors: true },
  { hasErrors: false },
  { hasFeedback: true },
  { hasReply: false },
  { search: 'quoted' },
  { sessionIds: ['s1'], firstReplyMs: { gte: 1000 } },
  { botIds: ['bot-2'] },
  { endTime: '2026-05-01T00:00:15Z' },
  { session: { search: 's2' } },
])('with a filter, the export has the turns of the list: %j', async (filter) => {
  const { turns } = await app.execute(ListedTurns, { filter })
  expect(await getIds({ filter: JSON.stringify(filter) })).toEqual(turns.nodes.map(({ id }) => id))
})

test('NDJSON has null for what does not exist, and the columns that are requested', async () => {
  const { text } = await get({ format: 'ndjson', sessionId: 's2', columns: 'id,end_time,reply_text,first_reply_ms' })
  expect(text).toBe('{"id":"other","end_time":"2026-05-01T00:00:30.000Z","reply_text":null,"first_reply_ms":null}\n')
})

test('the export is truncated at the limit, which a header says', async () => {
  expect(await getIds({ limit: '2' })).toEqual(['other', 'q2'])
  expect((await get({ limit: '3' })).truncated).toBe('true')
  expect((await get({ limit: '4' })).truncated).toBeNull()
})

test('many turns with long texts are read page by page, each once', async () => {
  const many = await startTestApp()
  const ids = Array.from({ length: 450 }, (_, index) => `q${String(index).padStart(3, '0')}`)
  await store(
    many.db,
    'message',
    ids.map((id, index) => ({
      id,
      timestamp: at(Math.floor(index / 7)),
      sessionId: id,
      messageContent: 'x'.repeat(20_000),
    })),
  )
  const { result, statements } = await many.db.record(() =>
    many.fetch('/api/v1/monitoring/export?type=turns&columns=id,question_text,reply_text').then((file) => file.text()),
  )
  const rows = readCsv(result).slice(1)
  expect(rows.map(([id]) => id)).toEqual(ids.toReversed())
  expect(rows.every(([, text]) => text?.length === 20_000)).toBe(true)
  // About 50 of these texts are a page, after one statement that determines whether the export is truncated.
  expect(statements.length).toBeGreaterThan(8)
  expect(statements.length).toBeLessThan(14)
  await many.close()
})
