import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'message', [{ id: 'one' }])
})
afterAll(() => app.close())

const rows = '{ nodes { id } }'
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const time = '2026-06-05T12:00:00.000Z'
const nest = (depth: number): string => (depth === 0 ? '{}' : `{ not: ${nest(depth - 1)} }`)

/** Invalid queries, and what their error must contain. */
const literals: readonly [query: string, ...says: string[]][] = [
  [`messages(first: -1) ${rows}`, 'first must be from 0 to 1000, not -1'],
  [`messages(first: 1001) ${rows}`, 'first must be from 0 to 1000, not 1001'],
  [`messages(last: 1001) ${rows}`, 'last must be from 0 to 1000, not 1001'],
  [`messages(first: 2147483647) ${rows}`, 'first must be from 0 to 1000, not 2147483647'],
  [`messages(first: 2147483648) ${rows}`, 'non 32-bit'],
  [`messages(first: "10") ${rows}`, 'Int cannot represent', '"10"'],
  [`messages(first: 1.5) ${rows}`, 'Int cannot represent', '1.5'],
  [`messages(first: 1, last: 1) ${rows}`, 'first and last'],
  [`messages(offset: -1) ${rows}`, 'offset must be from 0 to 1000000, not -1'],
  [`messages(offset: 1000001) ${rows}`, 'offset must be from 0 to 1000000, not 1000001'],
  [`messages(offset: 1, after: "x") ${rows}`, 'offset', 'after'],
  [`messages(offset: 1, last: 1) ${rows}`, 'offset', 'last'],
  [`messages(after: "") ${rows}`, 'after', 'not a cursor'],
  [`messages(after: "nonsense") ${rows}`, 'after', '"nonsense"', 'not a cursor'],
  [`messages(before: "${cursor(1, 2)}") ${rows}`, 'before', 'not a cursor'],
  [
    `messages(after: "${cursor('LlmCall.TIMESTAMP DESC', time, 'one')}") ${rows}`,
    'LlmCall.TIMESTAMP DESC',
    'Message.TIMESTAMP DESC',
  ],
  [`messages(after: "${cursor('Message.TIMESTAMP ASC', time, 'one')}") ${rows}`, 'Message.TIMESTAMP ASC'],
  [`messages(after: "${cursor('Message.TIMESTAMP DESC', "'; DROP TABLE x", 'one')}") ${rows}`, 'not a cursor'],
  [`messages(after: "${cursor('Message.TIMESTAMP DESC', '2026-02-31T00:00:00.000Z', 'one')}") ${rows}`, 'not a cursor'],
  [`messages(after: "${cursor('Message.TIMESTAMP DESC', time, 'x'.repeat(256))}") ${rows}`, 'not a cursor'],
  [`messages(after: "${cursor('Message.TIMESTAMP DESC', time, '\0')}") ${rows}`, 'not a cursor'],
  [
    `llmCalls(after: "${cursor('LlmCall.TOTAL_TOKENS DESC', '99999999999', 'one')}", orderBy: { field: TOTAL_TOKENS }) ${rows}`,
    'not a cursor',
  ],
  [`llmCalls(after: "${cursor('LlmCall.COST DESC', 'NaN', 'one')}", orderBy: { field: COST }) ${rows}`, 'not a cursor'],
  [`messages(orderBy: { field: COST }) ${rows}`, 'MessageOrderField', 'COST'],
  [
    `messages(filter: { startTime: "2026-06-02", endTime: "2026-06-01" }) ${rows}`,
    '2026-06-02',
    'is after filter.endTime',
  ],
  [`overview(filter: { startTime: "2026-06-02", endTime: "2026-06-01" }) { totalMessages }`, 'is after filter.endTime'],
  [`messages(filter: { startTime: "yesterday" }) ${rows}`, '"yesterday"', 'RFC 3339'],
  [`messages(filter: { startTime: 1 }) ${rows}`, 'DateTime must be a string'],
  [`messages(filter: { startTime: "2026-13-01" }) ${rows}`, '"2026-13-01"'],
  [`messages(filter: { startTime: "2026-02-30" }) ${rows}`, '"2026-02-30"'],
  [`messages(filter: { startTime: "0000-01-01" }) ${rows}`, '"0000-01-01"'],
  [`messages(filter: { startTime: "2026-06-05T25:00:00Z" }) ${rows}`, '25:00'],
  [`messages(filter: { startTime: "2026-06-05T12:00:00+99:00" }) ${rows}`, '+99:00'],
  [`messages(filter: { endTime: "9999-12-31T23:59:59-14:00" }) ${rows}`, '"9999-12-31T23:59:59-14:00"', '9999'],
  [`messages(filter: { startTime: 1700000000 }) ${rows}`, 'DateTime must be a string, not "1700000000"'],
  [
    `messages(after: "${cursor('Message.TIMESTAMP DESC', '+010000-01-01T00:00:00.000Z', 'x')}") ${rows}`,
    'not a cursor',
  ],
  [`llmCalls(after: "${cursor('LlmCall.COST DESC', '1e400', 'x')}", orderBy: { field: COST }) ${rows}`, 'not a cursor'],
  [
    `llmCalls(after: "${cursor('LlmCall.COST DESC', '1e-400', 'x')}", orderBy: { field: COST }) ${rows}`,
    'not a cursor',
  ],
  [`messages(filter: { sessionIds: ["${'x'.repeat(10_000)}"] }) ${rows}`, 'sessionIds', '255'],
  [
    'tokenStatistics(bucket: MONTH, timeZone: "America/New_York", filter: { startTime: "0001-01-01", endTime: "9999-12-31" }) { timeseries { label } }',
    '10,000 buckets',
  ],
  [`messages(filter: { startTime: "" }) ${rows}`, 'RFC 3339'],
  [`messages(filter: { statuses: [DONE] }) ${rows}`, 'MessageStatus', 'DONE'],
  [`messages(filter: { statuses: ["SUCCESS"] }) ${rows}`, 'MessageStatus'],
  [`messages(filter: { botIds: [null] }) ${rows}`, 'ID!', 'null'],
  [`messages(filter: { botIds: [1.5] }) ${rows}`, 'ID', '1.5'],
  [`messages(filter: { search: 5 }) ${rows}`, 'String', '5'],
  [`messages(filter: { search: "${'x'.repeat(1001)}" }) ${rows}`, 'search', '1001', '1000'],
  [`messages(filter: { search: "\\u0000" }) ${rows}`, 'search', 'U+0000'],
  [`messages(filter: { platforms: ["a\\u0000"] }) ${rows}`, 'platforms', 'U+0000'],
  [`messages(filter: { botIds: [${'"x",'.repeat(1001)}] }) ${rows}`, 'botIds', '1001', '1000'],
  [`messages(filter: ${nest(11)}) ${rows}`, 'filter', '10'],
  [`messages(filter: { or: [${'{},'.repeat(200)}] }) ${rows}`, 'filter', '200'],
  [`llmCalls(filter: { cost: { gte: "1" } }) ${rows}`, 'Float', '"1"'],
  [`sessions(filter: { isActive: 1 }) ${rows}`, 'Boolean', '1'],
  [`tokenStatistics(timeZone: "Mars/Olympus") { bucket }`, '"Mars/Olympus"', 'IANA'],
  [`tokenStatistics(timeZone: "+08:00") { bucket }`, '"+08:00"', 'IANA'],
  [`tokenStatistics(timeZone: null) { bucket }`, 'TimeZone!'],
  [`tokenStatistics(bucket: YEAR) { bucket }`, 'TimeBucket', 'YEAR'],
  [`tokenStatistics(fillGaps: "yes") { bucket }`, 'Boolean', '"yes"'],
  [`message(id: "${'x'.repeat(10_000)}") { id }`, 'id', '10000', '255'],
  [`session(id: "\\u0000") { id }`, 'id', 'U+0000'],
  ['message { id }', 'id', 'ID!'],
  [`message(id: "one") { llmCalls(first: 1001) { id } }`, 'first must be from 0 to 1000, not 1001'],
  [`message(id: "one") { nothing }`, 'nothing'],
]

test.each(literals)('%s', async (query, ...says) => {
  const { errors } = await app.send(`{ ${query} }`)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
  for (const text of says) expect(errors?.[0]?.message).toContain(text)
  expect(errors?.[0]?.message.length).toBeLessThan(600)
})

describe('variables', () => {
  const query = `query ($first: Int, $filter: MessageFilter) { messages(first: $first, filter: $filter) ${rows} }`
  const variables: readonly [object, ...string[]][] = [
    [{ first: -1 }, 'first must be from 0 to 1000, not -1'],
    [{ first: 'x' }, '$first', 'Int'],
    [{ filter: { startTime: 'x' } }, 'filter.startTime', 'RFC 3339'],
    [{ filter: { unknown: 1 } }, 'unknown', 'MessageFilter'],
    [{ filter: { __proto__: null, botIds: { a: 1 } } }, 'filter.botIds', 'ID'],
    [{ filter: { statuses: ['success'] } }, 'statuses', 'MessageStatus'],
    [{ filter: 'all' }, '$filter', 'MessageFilter'],
  ]
  test.each(variables)('%j', async (given, ...says) => {
    const { errors } = await app.send(query, given)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
    for (const text of says) expect(errors?.[0]?.message).toContain(text)
  })
})

test('several items of a list variable are one error, which mentions storing only for mutations', async () => {
  const given = [{ startTime: 'x' }, { startTime: 5 }]
  const lines = (errors: Awaited<ReturnType<TestApp['send']>>['errors']) =>
    errors?.map(({ message }) => message.split('\n'))
  const query = await app.send(`query ($or: [MessageFilter!]) { messages(filter: { or: $or }) ${rows} }`, { or: given })
  expect(lines(query.errors)).toEqual([
    ['2 problems:', expect.stringContaining('or.0.startTime: '), expect.stringContaining('or.1.startTime: ')],
  ])
  const mutation = await app.send(
    'mutation ($input: [RecordErrorInput!]!) { recordErrors(input: $input) { recorded } }',
    { input: [{ errorMessage: 5 }, { errorMessage: 'x'.repeat(10) }] },
  )
  expect(mutation.errors).toHaveLength(1)
  expect(mutation.errors?.[0]?.message).toMatch(/^\d+ problems, and nothing was stored:\n/)
})

test.each([
  ['query ($zone: TimeZone) { tokenStatistics(timeZone: $zone) { bucket } }', { zone: null }, 'timeZone'],
  ['query ($n: Int) { message(id: "one") { llmCalls(first: $n) { id } } }', { n: null }, 'first'],
  [
    'query ($d: OrderDirection) { messages(orderBy: { field: TIMESTAMP, direction: $d }) { totalCount } }',
    { d: null },
    'orderBy',
  ],
])('null for a non-null value: %s', async (query, given, name) => {
  const { errors } = await app.send(query, given)
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
  expect(errors?.[0]?.message).toContain(name)
})

test.each(['variables', 'extensions'])('a URL whose %s are not JSON', async (name) => {
  const response = await app.fetch(`/graphql?query=${encodeURIComponent('{ __typename }')}&${name}=%7Bbad`)
  expect(response.status).toBeLessThan(500)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
})

test('a document that does not parse is an error about the request', async () => {
  const { errors } = await app.send('{ messages(')
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
})

test('an internal error is masked with a request id that is also logged', async () => {
  const broken = await startTestApp()
  await broken.db.prisma.$executeRawUnsafe('DROP TABLE monitoring_errors CASCADE')
  const { errors } = await broken.send(`{ errors ${rows} }`)
  const requestId = String(errors?.[0]?.extensions?.['requestId'])
  expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId })
  expect(errors?.[0]?.message).not.toContain('monitoring_errors')
  const line = broken.log.find((one) => one.includes(requestId) && one.includes('unexpected error'))
  expect(line).toContain('monitoring_errors')
  await broken.close()
})
