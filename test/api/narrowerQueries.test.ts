import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { repeat } from '../support/attacks.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const models = ['a', 'b', 'c']
  const times = ['2026-01-01', '2026-06-05'].map((day) => new Date(day))
  await store(
    app.db,
    'llmCall',
    models.flatMap((modelName) =>
      times.map((timestamp) => ({ id: `${modelName}-${timestamp.getTime()}`, modelName, timestamp })),
    ),
  )
  await store(
    app.db,
    'errorLog',
    models.map((errorType) => ({
      id: errorType,
      errorType,
      errorMessage: errorType,
      timestamp: new Date('2026-06-05'),
    })),
  )
})
afterAll(() => app.close())

const limit = 'at most 60,000 are allowed (MAX_COST).'
const exported = 'or export whole tables at /api/v1/monitoring/export.'

/** Time series of six days by minute. */
const series = (count: number): string => {
  const window = 'scope: { startTime: "2026-06-01", endTime: "2026-06-07" }'
  return `{ ${repeat(count, (i) => `a${i}: tokenStatistics(bucket: MINUTE, ${window}) { timeseries { label } }`)} }`
}

/** Requests that are refused, their messages, and narrower requests that the messages suggest. */
type Case = readonly [query: string, message: string, ...narrower: string[]]

describe('the cost of an operation', () => {
  test.each<Case>([
    [
      '{ messages(first: 1000) { nodes { llmCalls(first: 1000) { id } } } }',
      `The operation has a cost of 1,001,001: ${limit} The most expensive field is messages: request it with first: 59, ${exported}`,
      '{ messages(first: 59) { nodes { llmCalls(first: 1000) { id } } } }',
    ],
    [
      '{ messages(last: 1000) { nodes { llmCalls { id } } } }',
      `The operation has a cost of 101,001: ${limit} The most expensive field is messages: request it with last: 594, ${exported}`,
      '{ messages(last: 594) { nodes { llmCalls { id } } } }',
    ],
    [
      '{ sessions(first: 1000) { nodes { all: messages(first: 1000) { nodes { llmCalls { id } } } } } }',
      `The operation has a cost of 101,002,001: ${limit} The most expensive fields are sessions, sessions.nodes.all, sessions.nodes.all.nodes.llmCalls: request each with first: 38, ${exported}`,
      '{ sessions(first: 38) { nodes { all: messages(first: 38) { nodes { llmCalls(first: 38) { id } } } } } }',
    ],
    [
      'query Q { sessions(first: 1) { nodes { ...Some } } } fragment Some on Session { messages(first: 1000) { nodes { llmCalls(first: 500) { id } } } }',
      `The operation has a cost of 501,003: ${limit} The most expensive field is sessions.nodes.messages: request it with first: 119, ${exported}`,
      '{ sessions(first: 1) { nodes { messages(first: 119) { nodes { llmCalls(first: 500) { id } } } } } }',
    ],
    [
      '{ llmCallMetrics(groupBy: [MODEL], first: 1000, bucket: DAY) { groups { series { label } measures { durationMs { histogram(bins: 200) { count } } } } } }',
      `The operation has a cost of 213,001: ${limit} The most expensive field is llmCallMetrics: request it with first: 245.`,
      '{ llmCallMetrics(groupBy: [MODEL], first: 245, bucket: DAY) { groups { series { label } measures { durationMs { histogram(bins: 200) { count } } } } } }',
    ],
    [series(30), `The operation has a cost of 259,290: ${limit} Send its root fields in 5 operations.`, series(6)],
  ])('%s', async (query, message, ...narrower) => {
    const answer = await ask(app, query)
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([['QUERY_TOO_COMPLEX'], message])
    for (const one of narrower) expect((await ask(app, one)).errors).toEqual([])
  })
})

test.each([
  ['{ turns(first: 1000) { nodes { id } } }', `turns: request it with first: 499, ${exported}`],
  ['{ bots(first: 1000) { nodes { id } } }', 'bots: request it with first: 499.'],
  ['{ messages(first: 1000) { nodes { id } } }', `messages: request it with first: 499, ${exported}`],
])('only lists that can be exported are advised to be: %s', async (query, advice) => {
  const strict = await startTestApp({ limits: { ...testLimits, maxCost: 500 } })
  const { errors } = await ask(strict, query)
  expect(errors[0]?.message).toContain(`at most 500 are allowed (MAX_COST). The most expensive field is ${advice}`)
  expect((await ask(strict, query.replace('1000', '499'))).errors).toEqual([])
  await strict.close()
})

test('a long alias is truncated where a field is named', async () => {
  const alias = 'a'.repeat(500)
  const strict = await startTestApp()
  await store(strict.db, 'message', [{ id: 'm' }])
  await strict.db.execute(raw('ALTER TABLE monitoring_messages RENAME TO kept'))
  await strict.db.execute(
    raw(`CREATE FUNCTION time_out() RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'timeout' USING ERRCODE = '57014'; END $$`),
  )
  await strict.db.execute(raw('CREATE VIEW monitoring_messages AS SELECT * FROM kept WHERE time_out()'))
  const [error] = (await ask(strict, `{ ${alias}: messages { nodes { id } } }`)).errors
  await strict.close()
  expect(error?.message).toContain(`A statement of ${'a'.repeat(60)}… (500 characters) (all time) exceeded`)
})

describe('the shape of an operation', () => {
  const names = (count: number) => `{ ${repeat(count, (i) => `a${i}: __typename`)} }`
  const fields = (count: number) => `{ ${repeat(count, () => '__typename')} }`
  const directives = (count: number) => `{ __typename ${repeat(count, () => '@include(if: true)')} }`
  test.each<Case>([
    [names(31), '31 aliases: at most 30 are allowed (MAX_ALIASES). Send 2 operations instead.', names(16)],
    [names(61), '61 aliases: at most 30 are allowed (MAX_ALIASES). Send 3 operations instead.', names(21)],
    [fields(1001), '1,001 fields: at most 1,000 are allowed (MAX_FIELDS). Send 2 operations instead.', fields(501)],
    [directives(10), '10 directives: at most 9 are allowed (MAX_DIRECTIVES). Send 2 operations instead.'],
  ])('%s', async (query, message, ...narrower) => {
    const answer = await ask(app, query)
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['QUERY_TOO_COMPLEX'],
      `The operation has ${message}`,
    ])
    for (const one of narrower) expect((await ask(app, one)).errors).toEqual([])
  })
})

test('the depth of an operation', async () => {
  const strict = await startTestApp({ limits: { ...testLimits, maxDepth: 4 } })
  const send = async (query: string) => (await ask(strict, query)).errors.map(({ message }) => message)
  const limit = 'levels of fields (depth): at most 4 are allowed (MAX_DEPTH).'
  const close = 'and request these records by their id in another operation.'
  expect(await send('{ messages { nodes { id session { id messages { nodes { id } } } } } }')).toEqual([
    `The operation has 6 ${limit} Leave out messages.nodes.session.messages, ${close}`,
  ])
  expect(await send('{ messages { nodes { id session { id } } } }')).toEqual([])
  const fragments = `
    query Q { a: messages { ...Nodes } sessions { nodes { id messages { nodes { id } } llmCalls { nodes { id } } errors { nodes { id } } } } }
    fragment Nodes on MessageConnection { nodes { id session { messages { totalCount } } } }`
  expect(await send(fragments)).toEqual([
    `The operation has 5 ${limit} Leave out a.nodes.session.messages, sessions.nodes.messages.nodes, sessions.nodes.llmCalls.nodes and others of this level, ${close}`,
  ])
  const loop = (depth: number): string =>
    depth === 0 ? '__typename' : `__typename session { messages { nodes { ${loop(depth - 1)} } } }`
  const doubled = Array.from(
    { length: 40 },
    (_, index) => `fragment F${index} on Message { ...F${index + 1} ...F${index + 1} }`,
  )
  const [message] = await send(
    `{ messages { nodes { ...F0 } } } ${doubled.join(' ')} fragment F40 on Message { id ${loop(2)} }`,
  )
  expect(message).toContain('Leave out messages.nodes.session.messages, and request')
  await strict.close()
})

describe('the number of time buckets', () => {
  const metrics = (args: string) => `{ llmCallMetrics(${args}) { series { label } } }`
  const groups = (args: string) => `{ llmCallMetrics(groupBy: [MODEL], ${args}) { groups { series { label } } } }`
  const tokens = (args: string) => `{ tokenStatistics(${args}) { timeseries { label } } }`
  const errors = (args: string) => `{ errorGroups(${args}) { groups { series { label } } } }`
  const minutes = 'more than 10,000 buckets of one minute'
  const eightDays = 'scope: { startTime: "2026-06-01", endTime: "2026-06-09" }'
  const threeDays = 'scope: { startTime: "2026-06-03", endTime: "2026-06-06" }'
  test.each<Case>([
    [
      metrics(`bucket: MINUTE, ${eightDays}`),
      `The time series has ${minutes}, which is the limit. Use bucket: HOUR or a time window of at most 6 days.`,
      metrics(`bucket: HOUR, ${eightDays}`),
      metrics('bucket: MINUTE, scope: { startTime: "2026-06-01", endTime: "2026-06-07" }'),
      metrics('bucket: MINUTE, timeZone: "Europe/Berlin", scope: { last: "P6D" }'),
    ],
    [
      metrics('bucket: MINUTE, scope: { startTime: "1990-01-01" }, timeZone: "Asia/Shanghai"'),
      `The time series has ${minutes}, which is the limit. Use bucket: WEEK or a time window of at most 6 days.`,
      metrics('bucket: WEEK, scope: { startTime: "1990-01-01" }, timeZone: "Asia/Shanghai"'),
    ],
    [
      groups(`bucket: MINUTE, ${threeDays}`),
      `The time series of 3 groups have ${minutes} in total, which is the limit. Use first: 2, bucket: HOUR or a time window of at most 2 days.`,
      groups(`bucket: MINUTE, first: 2, ${threeDays}`),
      groups(`bucket: HOUR, ${threeDays}`),
      groups('bucket: MINUTE, scope: { startTime: "2026-06-04", endTime: "2026-06-06" }'),
    ],
    [
      groups(`bucket: MINUTE, others: true, first: 2, ${threeDays}`),
      `The time series of 3 groups have ${minutes} in total, which is the limit. Use first: 1, bucket: HOUR or a time window of at most 2 days.`,
      groups(`bucket: MINUTE, others: true, first: 1, ${threeDays}`),
    ],
    [
      tokens('bucket: MINUTE'),
      `The time series has ${minutes}, which is the limit. Use bucket: HOUR or a time window of at most 6 days.`,
      tokens('bucket: HOUR'),
      tokens('bucket: MINUTE, scope: { startTime: "2026-06-01", endTime: "2026-06-07" }'),
    ],
    [
      tokens('bucket: HOUR, scope: { startTime: "2024-01-01" }'),
      'The time series has more than 10,000 buckets of one hour, which is the limit. Use bucket: DAY or a time window of at most 416 days.',
      tokens('bucket: DAY, scope: { startTime: "2024-01-01" }'),
      tokens('bucket: HOUR, scope: { last: "P416D" }'),
    ],
    [
      errors(`bucket: MINUTE, ${threeDays}`),
      `The time series of 3 groups have ${minutes} in total, which is the limit. Use first: 2, bucket: HOUR or a time window of at most 2 days.`,
      errors(`bucket: MINUTE, first: 2, ${threeDays}`),
      errors(`bucket: HOUR, ${threeDays}`),
      errors('bucket: MINUTE, scope: { startTime: "2026-06-04", endTime: "2026-06-06" }'),
    ],
  ])('%s', async (query, message, ...narrower) => {
    const answer = await ask(app, query)
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([['BAD_USER_INPUT'], message])
    for (const one of narrower) expect((await ask(app, one)).errors).toEqual([])
  })
})
