import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordFeedbackInput } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message, RecordFeedback, RecordLlmCalls, RecordMessages } from '../support/record.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const call = { modelName: 'gpt-4o', durationMs: 1200, totalTokens: 10, timestamp: '2026-06-05T12:00:00Z' }
const record = (...ids: string[]) =>
  app.execute(RecordLlmCalls, { input: ids.map((id) => ({ ...call, id })) }).then((data) => data.recordLlmCalls)

const countStored = async (prefix: string): Promise<number> => {
  const [row] = await app.db.query<{ count: number }>(
    sql`SELECT count(*) FROM monitoring_llm_calls WHERE id LIKE ${`${prefix}%`}`,
  )
  return row?.count ?? 0
}

test('concurrent mutations each receive their own ids and counts, and each record is stored once', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `one-${index}`)
  const results = await Promise.all(ids.map((id) => record(id)))
  expect(results).toEqual(ids.map((id) => ({ ids: [id], recorded: 1, duplicates: 0 })))
  expect(await countStored('one-')).toBe(40)
  const again = await Promise.all(ids.map((id) => record(id, `${id}-new`)))
  expect(again).toEqual(ids.map((id) => ({ ids: [id, `${id}-new`], recorded: 1, duplicates: 1 })))
})

test('a record of several concurrent mutations is new for one of them', async () => {
  const results = await Promise.all(Array.from({ length: 30 }, () => record('same', 'same')))
  expect(results.filter(({ recorded, duplicates }) => recorded === 1 && duplicates === 1)).toHaveLength(1)
  expect(results.filter(({ recorded, duplicates }) => recorded === 0 && duplicates === 2)).toHaveLength(29)
  expect(await countStored('same')).toBe(1)
})

test('counts from rollups include what concurrent mutations recorded', async () => {
  const { data } = await app.send('{ llmCalls(first: 0) { totalCount } }')
  expect(data).toEqual({ llmCalls: { totalCount: 81 } })
})

test('concurrent mutations of messages update their session once for each new message', async () => {
  const send = (id: string, minute: number, sessionId: string) =>
    app.execute(RecordMessages, {
      input: [
        message({
          id,
          sessionId,
          botName: `Bot ${minute}`,
          timestamp: `2026-06-05T12:${String(minute).padStart(2, '0')}:00Z`,
        }),
      ],
    })
  const ids = Array.from({ length: 40 }, (_, index) => `message-${index}`)
  const results = await Promise.all(ids.map((id, index) => send(id, index, `session-${index % 2}`)))
  expect(results.map(({ recordMessages }) => recordMessages)).toEqual(
    ids.map((id) => ({ ids: [id], recorded: 1, duplicates: 0 })),
  )
  const again = await Promise.all(ids.map((id, index) => send(id, index, `session-${index % 2}`)))
  expect(again.map(({ recordMessages }) => recordMessages)).toEqual(
    ids.map((id) => ({ ids: [id], recorded: 0, duplicates: 1 })),
  )
  const sessions = await app.db.query(sql`
    SELECT session_id, message_count, bot_name, start_time, last_activity FROM monitoring_sessions ORDER BY 1`)
  const at = (minute: number) => new Date(`2026-06-05T12:${String(minute).padStart(2, '0')}:00Z`)
  expect(sessions).toEqual([
    { session_id: 'session-0', message_count: 20, bot_name: 'Bot 38', start_time: at(0), last_activity: at(38) },
    { session_id: 'session-1', message_count: 20, bot_name: 'Bot 39', start_time: at(1), last_activity: at(39) },
  ])
})

const recordFeedback = (...input: RecordFeedbackInput[]) =>
  app.execute(RecordFeedback, { input }).then((data) => data.recordFeedback)

test('concurrent mutations of feedback share transactions, and each receives its own ids and counts', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `rated-${index}`)
  const like = (feedbackId: string) => ({ id: `id of ${feedbackId}`, feedbackId, type: 'LIKE' as const })
  const { result, statements } = await app.db.record(() => Promise.all(ids.map((id) => recordFeedback(like(id)))))
  expect(result).toEqual(ids.map((id) => ({ ids: [`id of ${id}`], recorded: 1, duplicates: 0 })))
  expect(statements.filter((text) => text === 'COMMIT').length).toBeLessThan(20)
  const again = await Promise.all(
    ids.map((feedbackId, index) =>
      index % 2 === 0
        ? recordFeedback({ feedbackId, type: 'CANCEL' }, { feedbackId: `${feedbackId}-new`, type: 'CANCEL' })
        : recordFeedback(like(feedbackId), { ...like(`${feedbackId}-new`), type: 'DISLIKE' }),
    ),
  )
  expect(again.map(({ ids: [id], recorded, duplicates }) => [id, recorded, duplicates])).toEqual(
    ids.map((id) => [`id of ${id}`, 1, 1]),
  )
  const stored = await app.db.query(sql`
    SELECT feedback_type AS type, count(*) FROM monitoring_feedback WHERE feedback_id LIKE 'rated-%' GROUP BY 1 ORDER BY 1`)
  expect(stored).toEqual([
    { type: 1, count: 20 },
    { type: 2, count: 20 },
  ])
})

test('concurrent mutations of the same feedback apply one after the other', async () => {
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      recordFeedback({ feedbackId: 'changing', type: 'LIKE', content: `version ${index}`, userId: `u${index}` }),
    ),
  )
  const [{ ids: [id] = [] } = {}] = results
  expect(results).toEqual(results.map(() => ({ ids: [id], recorded: 1, duplicates: 0 })))
  const [row] = await app.db.query<{ id: string; content: string; user: string }>(sql`
    SELECT id, feedback_content AS content, user_id AS user FROM monitoring_feedback WHERE feedback_id = 'changing'`)
  expect(row?.id).toBe(id)
  expect(row?.content).toBe(`version ${row?.user.slice(1)}`)
})

test('invalid feedback does not affect that of concurrent mutations', async () => {
  await recordFeedback({ id: 'taken', feedbackId: 'owner', type: 'LIKE' })
  const ids = Array.from({ length: 30 }, (_, index) => (index % 10 === 7 ? 'taken' : `free-${index}`))
  const results = await Promise.allSettled(
    ids.map((id, index) =>
      recordFeedback({ feedbackId: `with ${index}`, type: 'LIKE' }, { id, feedbackId: `of ${index}`, type: 'LIKE' }),
    ),
  )
  expect(results.map(({ status }) => status)).toEqual(ids.map((id) => (id === 'taken' ? 'rejected' : 'fulfilled')))
  const [row] = await app.db.query<{ count: number }>(
    sql`SELECT count(*) FROM monitoring_feedback WHERE feedback_id LIKE 'with %' OR feedback_id LIKE 'of %'`,
  )
  expect(row?.count).toBe(54)
})

test('a failing mutation does not affect those that are recorded at the same time', async () => {
  await app.db.execute(sql`
    CREATE FUNCTION reject_bad() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.id LIKE 'bad%' THEN RAISE EXCEPTION 'rejected'; END IF; RETURN NEW; END $$`)
  await app.db.execute(
    sql`CREATE TRIGGER reject_bad BEFORE INSERT ON monitoring_llm_calls FOR EACH ROW EXECUTE FUNCTION reject_bad()`,
  )
  const ids = Array.from({ length: 30 }, (_, index) => (index % 10 === 7 ? `bad-${index}` : `good-${index}`))
  const results = await Promise.allSettled(ids.map((id) => record(id)))
  expect(results.map(({ status }) => status)).toEqual(
    ids.map((id) => (id.startsWith('bad') ? 'rejected' : 'fulfilled')),
  )
  expect([await countStored('good-'), await countStored('bad-')]).toEqual([27, 0])
})

test('invalid input is rejected without waiting for other mutations', async () => {
  const mutation = 'mutation ($input: [RecordLlmCallInput!]!) { recordLlmCalls(input: $input) { recorded } }'
  const [, invalid] = await Promise.all([
    record('valid'),
    app.send(mutation, { input: [{ id: 'invalid', modelName: 'gpt-4o', durationMs: -1 }] }),
  ])
  expect(invalid.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['BAD_USER_INPUT'])
  expect([await countStored('valid'), await countStored('invalid')]).toEqual([1, 0])
})
