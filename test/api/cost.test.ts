import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { repeat } from '../support/attacks.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

test.each<[name: string, query: string, message: string]>([
  [
    '30 series of minutes',
    `{ ${repeat(30, (i) => `a${i}: tokenStatistics(bucket: MINUTE) { timeseries { label } }`)} }`,
    'a cost of 300,030',
  ],
  [
    '30 series of minutes, each over six days',
    `{ ${repeat(30, (i) => `a${i}: tokenStatistics(bucket: MINUTE, filter: { startTime: "2026-05-0${(i % 3) + 1}", endTime: "2026-05-0${(i % 3) + 7}" }) { timeseries { label } }`)} }`,
    'a cost of 259,290',
  ],
  [
    '900 ids written into the filter of 1,000 lists',
    `{ sessions(first: 1000) { nodes { messages(first: 1, filter: { userIds: ${JSON.stringify(Array.from({ length: 900 }, String))} }) { nodes { id } } } } }`,
    'The operation has a cost of ',
  ],
])('%s are rejected before anything is read', async (_name, query, message) => {
  const { result: answer, statements } = await app.db.record(() => ask(app, query))
  expect([codesOf(answer), answer.errors[0]?.message, statements]).toEqual([
    ['QUERY_TOO_COMPLEX'],
    expect.stringContaining(message),
    [],
  ])
})

test('a time series costs the buckets of its window', async () => {
  const query = `query Q($f: MonitoringFilter, $b: TimeBucket! = HOUR) {
      tokenStatistics(filter: $f, bucket: $b) { timeseries { label } }
    }`
  const f = { startTime: '2026-05-01', endTime: '2026-05-02' }
  const costs = [
    await ask(app, query, { variables: { f } }),
    await ask(app, query, { variables: { f, b: 'MINUTE' } }),
    await ask(app, query, { variables: { f, b: 'MONTH' } }),
    await ask(app, query, { variables: { f: { startTime: f.startTime } } }),
    await ask(app, query, { variables: {} }),
  ].map(({ extensions }) => extensions)
  expect(costs).toEqual([27, 1443, 3, 10_001, 10_001].map((cost) => ({ cost })))
})

test('long texts cost as much as their record', async () => {
  const query = '{ messages(first: 10) { nodes { id messageContent variables } } }'
  expect((await ask(app, query)).extensions).toEqual({ cost: 1 + 10 * 3 })
})

test('a count costs as much as a record, and is read once for any number of aliases', async () => {
  const query = '{ messages(first: 10) { a: totalCount b: totalCount c: totalCount ... { totalCount } } }'
  const { result: answer, statements } = await app.db.record(() => ask(app, query))
  expect(answer.data).toEqual({ messages: { a: 0, b: 0, c: 0, totalCount: 0 } })
  expect(answer.extensions).toEqual({ cost: 1 + 4 })
  expect(statements).toHaveLength(1)
})

test('each query of related records in a filter costs as much as 50 records, for each parent', async () => {
  const filter = { hasErrors: true, llmCalls: { some: {}, none: {} }, or: [{ session: { hasFeedback: false } }] }
  const literal = '{ hasErrors: true, llmCalls: { some: {}, none: {} }, or: [{ session: { hasFeedback: false } }] }'
  const list = (value: string) => `messages(first: 10, filter: ${value}) { nodes { id } }`
  const costs = [
    await ask(app, `query ($f: MessageFilter) { ${list('$f')} }`, { variables: { f: filter } }),
    await ask(app, `{ ${list(literal)} }`),
    await ask(app, `query ($f: MessageFilter) { sessions(first: 3) { nodes { ${list('$f')} } } }`, {
      variables: { f: filter },
    }),
    await ask(app, `{ ${list('{ hasErrors: null, llmCalls: { some: null }, session: null }')} }`),
  ].map(({ extensions }) => extensions?.['cost'])
  // Values written into the document cost as much as a record for every ten.
  expect(costs).toEqual([1 + 10 + 5 * 50, 1 + 10 + 5 * 50 + 2, 1 + 3 * (1 + 1 + 10 + 5 * 50), 1 + 10 + 1])
})

test.each<[name: string, variables: string, object]>([
  ['of a page size', '$n: Int, $f: MessageFilter', { n: 'ten' }],
  ['of a filter', '$n: Int, $f: MessageFilter', { n: 10, f: [] }],
  ['that is missing', '$n: Int!, $f: MessageFilter', {}],
])('with a variable %s that cannot be coerced, nothing is executed', async (_name, declared, variables) => {
  const query = `query Q(${declared}) { overview { totalErrors } messages(first: $n, filter: $f) { nodes { id } } }`
  const { result: answer, statements } = await app.db.record(() => ask(app, query, { variables }))
  expect([answer.data, codesOf(answer), answer.extensions, statements]).toEqual([
    undefined,
    ['BAD_USER_INPUT'],
    undefined,
    [],
  ])
  expect(answer.errors[0]?.message).toMatch(/^Variable "\$[nf]"/)
})
