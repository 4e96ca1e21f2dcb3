import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { store } from '../support/factories.ts'
import { message } from '../support/record.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await app.db.execute(
    raw(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'secret of %', NEW.bot_id USING ERRCODE = NEW.bot_id; END $$`),
  )
  await app.db.execute(
    raw('CREATE TRIGGER fail BEFORE INSERT ON monitoring_messages FOR EACH ROW EXECUTE FUNCTION fail()'),
  )
})
afterAll(() => app.close())

const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'

test.each([
  ['53100', 503, 'SERVICE_UNAVAILABLE', '30', 'The disk of the database is full'],
  ['25006', 503, 'SERVICE_UNAVAILABLE', '5', 'The database is read-only'],
  ['53200', 503, 'SERVICE_UNAVAILABLE', '5', 'The database is out of memory'],
  ['53300', 503, 'SERVICE_UNAVAILABLE', '1', 'The database is temporarily unavailable'],
  ['57P03', 503, 'SERVICE_UNAVAILABLE', '1', 'The database is temporarily unavailable'],
  ['40P01', 503, 'SERVICE_UNAVAILABLE', '1', 'The change conflicted with a concurrent change'],
  [
    '57014',
    200,
    'QUERY_TOO_COMPLEX',
    null,
    'A statement of recordMessages exceeded the statement timeout of the database (OPERATION_TIMEOUT_MS). Send fewer records at once.',
  ],
  [
    '53400',
    200,
    'QUERY_TOO_COMPLEX',
    null,
    'A statement of recordMessages exceeded the temporary file limit of the database (temp_file_limit). Send fewer records at once.',
  ],
  ['XX000', 200, 'INTERNAL_SERVER_ERROR', null, 'Internal server error. The details are in the server log'],
])('the database error %s is reported by its cause', async (state, status, code, retryAfter, text) => {
  const answer = await ask(app, record, { variables: { input: [message({ botId: state })] } })
  expect([answer.status, codesOf(answer), answer.headers.get('retry-after')]).toEqual([status, [code], retryAfter])
  expect(answer.errors[0]?.message).toContain(text)
  expect(answer.text).not.toContain('secret of')
  expect((await ask(app, '{ messages { totalCount } }')).data).toEqual({ messages: { totalCount: 0 } })
})

test('a query that exceeds the statement timeout is told its window, and a narrower one', async () => {
  await store(app.db, 'errorLog', [{ id: 'e', timestamp: new Date('2026-06-05') }])
  // Reading rows fails, while rollups can be read.
  await app.db.execute(raw('ALTER TABLE monitoring_errors RENAME TO kept_errors'))
  await app.db.execute(
    raw(`CREATE FUNCTION time_out() RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'timeout' USING ERRCODE = '57014'; END $$`),
  )
  await app.db.execute(raw('CREATE VIEW monitoring_errors AS SELECT * FROM kept_errors WHERE time_out()'))
  const scope = 'scope: { startTime: "2026-06-01", endTime: "2026-06-08T12:30:00Z" }'
  const advice = ', or only counts and sums with filters by bots and pipelines, which are read from rollups.'
  const cases = [
    [
      `{ e: errors(${scope}) { nodes { id } } }`,
      'e (from 2026-06-01T00:00:00.000Z to 2026-06-08T12:30:00.000Z)',
      'Use a shorter time window, e.g. of 3 days.',
    ],
    ['{ errors { nodes { id } } }', 'errors (all time)', 'Use a time window, e.g. last: "P1D".'],
    [
      `{ errorMetrics(${scope}) { totals { affectedUsers } } }`,
      'errorMetrics (from 2026-06-01T00:00:00.000Z to 2026-06-08T12:30:00.000Z)',
      `Use a shorter time window, e.g. of 3 days${advice}`,
    ],
    ['{ errorLog(id: "e") { id } }', 'errorLog', 'Request less data.'],
  ] as const
  for (const [query, what, advised] of cases) {
    const answer = await ask(app, query)
    expect(answer.errors[0]?.message).toBe(
      `A statement of ${what} exceeded the statement timeout of the database (OPERATION_TIMEOUT_MS). ${advised}`,
    )
  }
  const narrower = await ask(app, '{ errorMetrics(filter: { botIds: ["bot-1"] }) { totals { errors } } }')
  expect(narrower.data).toEqual({ errorMetrics: { totals: { errors: 1 } } })
})
