import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { store } from '../support/factories.ts'
import { storeTraffic } from '../support/traffic.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await storeTraffic(app.db, 100)
  const timestamp = new Date('2026-06-06T12:00Z')
  await store(
    app.db,
    'llmCall',
    ['a', 'b', 'c'].map((modelName) => ({ id: modelName, modelName, timestamp })),
  )
})
afterAll(() => app.close())

const printQuery = (args: string, fields: string): string =>
  `{ llmCallMetrics${args === '' ? '' : `(${args})`} { ${fields} } }`

test.each([
  ['', 'totals { calls } a: totals { errorCalls } ... { totals { totalTokens } }', 1],
  ['', 'window { asOf } previousWindow { asOf } previous { calls }', 0],
  ['', 'totals { __typename }', 0],
  ['', 'totals { calls @skip(if: true) } previous { calls }', 0],
  ['bucket: DAY', 'series { measures { calls } previous { calls } }', 1],
  ['bucket: DAY, timeZone: "Europe/Berlin"', 'series { measures { calls } }', 2],
  [
    'groupBy: [BOT]',
    'groupCount truncated groups { key { bot { id name } } measures { calls } previous { calls } }',
    1,
  ],
  ['groupBy: [BOT], first: 1, others: true', 'groups { measures { calls } share { calls } }', 3],
  ['groupBy: [BOT], bucket: DAY', 'series { label } groups { series { label } }', 3],
  [
    'groupBy: [BOT, HOUR_OF_DAY], first: 2, others: true, bucket: DAY, compareTo: PREVIOUS_PERIOD, filter: { startTime: "2026-06-01", endTime: "2026-06-07" }, timeZone: "Europe/Berlin"',
    `totals { calls } previous { calls } series { measures { calls } previous { calls } }
     groups { measures { calls } previous { calls } share { calls } series { measures { calls } previous { calls } } }`,
    9,
  ],
])('(%s) { %s } takes %i statements', async (args, fields, count) => {
  const { result, statements } = await app.db.record(() => app.send(printQuery(args, fields)))
  expect(result.errors).toBeUndefined()
  expect(statements).toHaveLength(count)
})

test('only what is selected is computed, also through fragments and variables', async () => {
  const query = `query ($rate: Boolean!, $p: Float!) { llmCallMetrics { totals { ...Some errorRate @include(if: $rate) } } }
    fragment Some on LlmCallMeasures { calls durationMs { own: quantile(p: $p) } }`
  const { result, statements } = await app.db.record(() => app.send(query, { rate: false, p: 0.25 }))
  expect(result.errors).toBeUndefined()
  // The first statement counts the calls, since percentiles of many would be estimated.
  expect(statements).toHaveLength(2)
  expect(statements[1]).toContain(
    'SELECT count(*) AS "calls", percentile_cont($1::float8) WITHIN GROUP (ORDER BY "duration") AS "durationMs.quantile(0.25)" FROM',
  )
})

const rowsOf = 'FROM "monitoring_llm_calls"'

test.each([
  [
    'percentiles of one value read its sorted rows once',
    'exact: true',
    'totals { durationMs { p50 p99 } }',
    '(percentile_cont($1::float8[]) WITHIN GROUP (ORDER BY "duration"))[1]',
    1,
  ],
  ['distinct values are grouped before they are counted', '', 'totals { users sessions }', 'count(k0) AS n', 2],
  [
    'distinct values are counted beside rollups',
    'groupBy: [MODEL]',
    'groups { measures { calls users } }',
    'botlens_llm_calls_rollups',
    1,
  ],
  [
    'distinct values of groups with percentiles are counted in the same scan',
    'groupBy: [MODEL]',
    'groups { measures { users durationMs { p95 } } }',
    'count(DISTINCT "user_id")',
    1,
  ],
  [
    'distinct values of users are counted in the same scan',
    'groupBy: [USER]',
    'groups { measures { calls sessions } }',
    'count(DISTINCT "session_id")',
    1,
  ],
  [
    'distinct values with a filter on rows are counted in the same scan',
    'filter: { userIds: ["user"] }',
    'totals { calls sessions }',
    'count(DISTINCT "session_id")',
    1,
  ],
])('%s', async (_rule, args, fields, part, scans) => {
  const { result, statements } = await app.db.record(() => app.send(printQuery(args, fields)))
  expect(result.errors).toBeUndefined()
  expect(statements).toHaveLength(1)
  expect(statements[0]).toContain(part)
  expect(statements[0]?.split(rowsOf)).toHaveLength(scans + 1)
})

test.each([
  ['groupBy: [BOT, MODEL, STATUS, SESSION]', 'totals { calls }', 'groupBy has 4 dimensions: at most 3 are allowed'],
  ['groupBy: [BOT, BOT]', 'totals { calls }', 'groupBy contains BOT twice: each dimension can be used once'],
  ['first: 1001', 'totals { calls }', 'first must be from 0 to 1000, not 1001'],
  ['', 'groups { key { model } }', 'groups require the argument groupBy, with at least one dimension'],
  ['', 'series { label }', 'series requires the argument bucket: MINUTE, HOUR, DAY, WEEK or MONTH'],
  ['', 'totals { durationMs { quantile(p: 1.5) } }', 'p must be from 0 to 1, not 1.5'],
  ['', 'totals { durationMs { histogram(bins: 201) { count } } }', 'bins must be from 1 to 200, not 201'],
  [
    'compareTo: SAME_PERIOD_LAST_WEEK',
    'totals { calls }',
    'compareTo: SAME_PERIOD_LAST_WEEK requires a time window with a start',
  ],
  [
    'compareTo: PREVIOUS_PERIOD, scope: { startTime: "0001-01-01T00:00:00Z" }',
    'previous { calls }',
    'compareTo: the window of PREVIOUS_PERIOD would start before the year 1: specify a later startTime',
  ],
  [
    'bucket: MINUTE, scope: { startTime: "2026-06-01", endTime: "2026-06-09" }',
    'series { label }',
    'The time series has more than 10,000 buckets of one minute, which is the limit. Use bucket: HOUR or a time window of at most 6 days.',
  ],
  [
    'groupBy: [MODEL], bucket: MINUTE, scope: { startTime: "2026-06-05", endTime: "2026-06-07T23:00:00Z" }',
    'groups { series { label } }',
    'have more than 10,000 buckets of one minute in total, which is the limit. Use first: 2, bucket: HOUR or a time window of at most 1 day.',
  ],
])('(%s) { %s } is an error that says what is allowed', async (args, fields, message) => {
  const answer = await ask(app, printQuery(args, fields))
  expect([codesOf(answer), answer.errors[0]?.message]).toEqual([['BAD_USER_INPUT'], expect.stringContaining(message)])
})

test.each([
  [
    'scope: { startTime: "2026-05-01", endTime: "2026-05-02" }, bucket: HOUR',
    'series { measures { calls } }',
    1 + 26 * 2,
  ],
  ['groupBy: [BOT], first: 10, others: true', 'groups { key { bot { id } } measures { calls } }', 1 + 11 * 4],
  ['groupBy: [BOT], bucket: DAY', 'groups { series { label } }', 1 + 100 * (1 + 100)],
  ['', 'totals { durationMs { histogram(bins: 50) { count } } }', 1 + 1 + 1 + 50],
])('(%s) { %s } costs what it can return', async (args, fields, cost) => {
  const answer = await ask(app, printQuery(args, fields))
  expect(answer.extensions).toEqual({ cost })
})
