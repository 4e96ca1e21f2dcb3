import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../src/demo/random.ts'
import { listedTypes, records } from '../../src/records/registry.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { drawFilter, matches, type PlainFilter } from '../support/plainFilter.ts'
import { type AllRows, storeRelatedRows } from '../support/relatedRows.ts'

/** A new seed for each run, unless one is set to repeat a run. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const rounds = 30

let app: TestApp
let all: AllRows
beforeAll(async () => {
  console.log(`relation filters: FUZZ_SEED=${seed}`)
  app = await startTestApp()
  all = await storeRelatedRows(app.db, createRandom(seed))
})
afterAll(() => app.close())

interface List {
  readonly totalCount: number
  readonly nodes: readonly { readonly id: string }[]
}

const lists = [
  ...records.map(({ list, filter, export: { type } }) => ({ list, filter, type })),
  { list: 'turns', filter: 'TurnFilter', type: undefined },
]
const Lists = `query (${lists.map(({ list, filter }) => `$${list}: ${filter}`)}) {
  ${lists.map(({ list }) => `${list}(first: 100, filter: $${list}) { totalCount nodes { id } }`).join('\n')}
}`

/** The metrics of each record, and the measure that counts its rows. */
const counted = listedTypes.map(({ list, filter, metrics }) => ({ list, filter, ...metrics }))
const Metrics = `query (${counted.map(({ list, filter }) => `$${list}: ${filter}`)}) {
  ${counted.map(({ list, field, measures }) => `${list}: ${field}(filter: $${list}) { totals { count: ${Object.keys(measures)[0]} } }`).join('\n')}
}`

const expectedIds = (list: string, filter: PlainFilter) =>
  (all[list] ?? []).filter((row) => matches(all, list, row, filter)).map(({ id }) => id)

const idsOf = ({ nodes }: List) => nodes.map(({ id }) => id)

const exportIds = async (type: string, filter: PlainFilter) => {
  const id = type === 'sessions' ? 'session_id' : 'id'
  const query = new URLSearchParams({ type, columns: id, filter: JSON.stringify(filter) })
  const text = await (await app.fetch(`/api/v1/monitoring/export?${query}`)).text()
  return text.trimEnd().split('\n').slice(1)
}

test(`${rounds} random filters of each list match the same rows as a plain computation`, async () => {
  let matched = 0
  for (let round = 0; round < rounds; round += 1) {
    const random = createRandom(seed, round + 1)
    const filters = Object.fromEntries(lists.map(({ list }) => [list, drawFilter(random, list, 4)]))
    const { data, errors } = await app.send(Lists, filters)
    expect(errors).toBeUndefined()
    const counts: Record<string, unknown> = {}
    for (const { list, type } of lists) {
      const filter = filters[list] ?? {}
      const expected = expectedIds(list, filter)
      const found = data?.[list] as List
      expect({ filter, ids: idsOf(found).sort(), count: found.totalCount }).toEqual({
        filter,
        ids: expected.sort(),
        count: expected.length,
      })
      if (type !== undefined && round % 6 === 0) expect(await exportIds(type, filter)).toEqual(idsOf(found))
      counts[list] = { totals: { count: expected.length } }
      if (expected.length > 0 && expected.length < (all[list]?.length ?? 0)) matched += 1
    }
    if (round % 6 === 0) expect((await app.send(Metrics, filters)).data).toEqual(counts)
  }
  // Most filters must neither match all rows nor none.
  expect(matched).toBeGreaterThan((rounds * lists.length) / 4)
})

test('the lists of sessions take filters with relations, in one statement for all sessions', async () => {
  for (let round = 0; round < 4; round += 1) {
    const filter = drawFilter(createRandom(seed, round, 1), 'messages', 3)
    const { result, statements } = await app.db.record(() =>
      app.send(
        'query ($f: MessageFilter) { sessions(first: 12) { nodes { id messages(first: 60, filter: $f) { totalCount nodes { id } } } } }',
        { f: filter },
      ),
    )
    expect(result.errors).toBeUndefined()
    const sessions = result.data?.['sessions'] as { nodes: { id: string; messages: List }[] } | undefined
    expect(sessions?.nodes).toHaveLength(all['sessions']?.length ?? 0)
    for (const { id, messages } of sessions?.nodes ?? []) {
      const expected = (all['messages'] ?? []).filter(
        (row) => row['sessionId'] === id && matches(all, 'messages', row, filter),
      )
      expect({ filter, ids: idsOf(messages).sort() }).toEqual({ filter, ids: expected.map((row) => row.id).sort() })
      expect(messages.totalCount).toBe(expected.length)
    }
    expect(statements).toHaveLength(3)
  }
})

describe('examples', () => {
  const all = (list: string, filter: PlainFilter) => [list, filter] as const
  test.each([
    all('llmCalls', { message: {} }),
    all('llmCalls', { not: { message: {} } }),
    all('llmCalls', { session: { platforms: ['group'] }, message: { userIds: ['user-1'] } }),
    all('llmCalls', { message: { llmCalls: { some: { message: { session: { isActive: true } } } } } }),
    all('messages', { hasErrors: true, hasFeedback: false }),
    all('messages', { not: { hasErrors: true } }),
    all('messages', { llmCalls: {} }),
    all('messages', { llmCalls: { some: {} } }),
    all('messages', { llmCalls: { none: {} } }),
    all('messages', { llmCalls: { some: { cost: { gte: 1 } }, none: { statuses: ['ERROR'] } } }),
    all('messages', { not: { llmCalls: { none: { not: { cost: { lt: 1 } } } } } }),
    all('sessions', { errors: { some: {} }, feedback: { some: { types: ['DISLIKE'] } } }),
    all('turns', { session: { isActive: true } }),
    all('turns', { not: { session: { messages: { some: { errors: { some: {} } } } } } }),
    all('sessions', { turns: { some: { platforms: ['group'] }, none: { userIds: ['user-1'] } } }),
    all('sessions', {
      messages: { some: { toolCalls: { some: {} } } },
      or: [{ hasFeedback: true }, { isActive: true }],
    }),
  ])('%s %j', async (list, filter) => {
    const type = lists.find((one) => one.list === list)?.filter
    const query = `query ($f: ${type}) { ${list}(first: 1000, filter: $f) { totalCount nodes { id } } }`
    const { result, statements } = await app.db.record(() => app.send(query, { f: filter }))
    const found = result.data?.[list] as List
    const expected = expectedIds(list, filter)
    expect(idsOf(found).sort()).toEqual(expected.sort())
    expect(found.totalCount).toBe(expected.length)
    expect(statements).toHaveLength(2)
  })
})

const repeat = (count: number, filter: PlainFilter) => Array.from({ length: count }, () => filter)

const nest = (levels: number, inner: PlainFilter): PlainFilter =>
  levels === 0 ? inner : { message: { llmCalls: { some: nest(levels - 1, inner) } } }

// Without a bound on the joins that it plans, PostgreSQL takes minutes and gigabytes for each of these.
test.each<[string, PlainFilter]>([
  ['99 relations of the same record', { and: repeat(99, { message: {} }) }],
  ['19 chains of 9 relations', { and: repeat(19, nest(4, { message: {} })) }],
  [
    '49 relations of turns, which are computed',
    { and: repeat(49, { session: { turns: { some: { hasErrors: false, hasFeedback: false } } } }) },
  ],
  ['24 excluded chains of 6 relations', { not: { or: repeat(24, { not: nest(3, {}) }) } }],
])('a filter with %s is executed', async (_name, filter) => {
  const { data, errors } = await app.send(
    'query ($f: LlmCallFilter) { llmCalls(first: 1000, filter: $f) { nodes { id } } }',
    {
      f: filter,
    },
  )
  expect(errors).toBeUndefined()
  expect(idsOf(data?.['llmCalls'] as List).sort()).toEqual(expectedIds('llmCalls', filter).sort())
})

describe('a filter that is not valid is named, with the path of its field', () => {
  test.each<[PlainFilter, string]>([
    [
      { message: { botIds: ['a\0'] } },
      'filter.message.botIds: "a\\u0000" contains U+0000, which stored text cannot contain',
    ],
    [
      { or: [{}, { message: { llmCalls: { none: { search: 'x'.repeat(1001) } } } }] },
      'filter.or.1.message.llmCalls.none.search has 1001 characters: at most 1000 are allowed',
    ],
    [
      { session: { startTime: '2026-05-02', endTime: '2026-05-01' } },
      'filter.session.startTime 2026-05-02T00:00:00.000Z is after filter.session.endTime 2026-05-01T00:00:00.000Z: a time window must not end before it starts',
    ],
    [
      nest(5, { message: {} }),
      `filter.${'message.llmCalls.some.'.repeat(5)}message: and, or, not and related records may be nested at most 10 levels deep`,
    ],
    [
      { message: { and: Array.from({ length: 199 }, () => ({ hasErrors: true })) } },
      'filter.message.and.99: at most 200 filters may be combined',
    ],
  ])('%j', async (filter, message) => {
    const answer = await ask(app, 'query ($f: LlmCallFilter) { llmCalls(filter: $f) { totalCount } }', {
      variables: { f: filter },
    })
    expect(answer.errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }])
    const query = new URLSearchParams({ type: 'llm-calls', filter: JSON.stringify(filter) })
    const response = await app.fetch(`/api/v1/monitoring/export?${query}`)
    expect([response.status, await response.json()]).toMatchObject([400, { message }])
  })
})
