import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { type Answer, type AskOptions, ask, codesOf, readAnswer } from '../support/ask.ts'
import { store } from '../support/factories.ts'
import { message } from '../support/record.ts'

const document = 'query Stored { overview { totalMessages } }'
const hash = 'b'.repeat(64)
const origin = 'https://dash.example'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({
    access: { mode: 'none', corsOrigins: [origin] },
    documents: { manifest: new Map([[hash, document]]), only: false },
  })
  const hours = [1, 2, 3, 30, 40]
  await store(
    app.db,
    'message',
    hours.map((hour) => ({ id: `m${hour}`, timestamp: new Date(Date.UTC(2026, 5, 1, hour)) })),
  )
  await store(
    app.db,
    'llmCall',
    hours.map((hour) => ({ id: `c${hour}`, messageId: `m${hour}`, timestamp: new Date(Date.UTC(2026, 5, 1, hour)) })),
  )
})
afterAll(() => app.close())

const headers = { 'x-botlens-stats': '1' }
const askStats = (query: string, options: AskOptions = {}) =>
  ask(app, query, { ...options, headers: { ...headers, ...options.headers } })

interface Sums {
  readonly statements: number
  readonly databaseMs: number
  readonly rowsRead: number
  readonly sources: readonly string[]
}

interface Stats extends Sums {
  readonly fields: readonly ({ readonly path: readonly string[] } & Sums)[]
}

const statsOf = ({ extensions }: Answer): Stats | undefined => extensions?.['stats'] as Stats | undefined

/** The statistics without times: of the operation, and of its fields by path. */
const summarize = (answer: Answer) => {
  const { fields = [], ...total } = statsOf(answer) ?? {}
  const brief = ({ statements, rowsRead, sources }: Partial<Sums>) => [statements, rowsRead, sources?.join()]
  return {
    total: brief(total),
    ...Object.fromEntries(fields.map(({ path, ...sums }) => [path.join('.'), brief(sums)])),
  }
}

describe('statistics of an operation', () => {
  test.each<[name: string, query: string, expected: object]>([
    ['rollups', '{ overview { totalMessages } }', { total: [1, 1, 'rollups'], overview: [1, 1, 'rollups'] }],
    [
      'rollups, with the rows at the ends of the window',
      '{ overview(filter: { startTime: "2026-06-01T01:30Z", endTime: "2026-06-02T06:30Z" }) { totalMessages } }',
      { total: [1, 1, 'rollups,rows'], overview: [1, 1, 'rollups,rows'] },
    ],
    [
      'rows, in a window that contains no whole hour',
      '{ overview(filter: { startTime: "2026-06-01T01:30Z", endTime: "2026-06-01T02:10Z" }) { totalMessages } }',
      { total: [1, 1, 'rows'], overview: [1, 1, 'rows'] },
    ],
    ['a list', '{ messages { nodes { id } } }', { total: [1, 5, 'rows'], messages: [1, 5, 'rows'] }],
    [
      'a list with its count',
      '{ messages(first: 2) { totalCount nodes { id } } }',
      { total: [2, 4, 'rollups,rows'], messages: [2, 4, 'rollups,rows'] },
    ],
    [
      'a list with its edges, in one statement for all parents',
      '{ messages { nodes { llmCalls { id } session { id } } } }',
      { total: [3, 10, 'rows'], messages: [3, 10, 'rows'] },
    ],
    [
      // The first statement counts the calls, since percentiles of many would be estimated.
      'metrics from rollups, and from rows',
      '{ llmCallMetrics(groupBy: [BOT]) { totals { calls } groups { measures { durationMs { p95 } } } } }',
      { total: [3, 3, 'rollups,rows'], llmCallMetrics: [3, 3, 'rollups,rows'] },
    ],
    [
      // One more row than the page is read, to determine whether there is a next page.
      'several root fields, by their aliases, in order',
      '{ b: messages(first: 2) { nodes { llmCalls { id } } } overview { totalMessages } a: message(id: "m1") { id } __typename }',
      { total: [4, 7, 'rollups,rows'], b: [2, 5, 'rows'], overview: [1, 1, 'rollups'], a: [1, 1, 'rows'] },
    ],
    ['no statements', '{ messages { window { asOf } } }', { total: [0, 0, ''], messages: [0, 0, ''] }],
    ['no root fields', '{ __typename }', { total: [0, 0, ''] }],
  ])('%s', async (_name, query, expected) => {
    const { result: answer, statements } = await app.db.record(() => askStats(query))
    expect(answer.errors).toEqual([])
    expect(summarize(answer)).toEqual(expected)
    expect(statsOf(answer)?.statements).toBe(statements.length)
    // The keys are in the order of the fields.
    expect(Object.keys(summarize(answer))).toEqual(Object.keys(expected))
  })

  test('are beside the cost, and the times of the fields add up', async () => {
    const answer = await askStats('{ messages { totalCount nodes { llmCalls { id } } } overview { totalErrors } }')
    expect(answer.extensions).toEqual({ cost: expect.any(Number), stats: expect.any(Object) })
    const { databaseMs = 0, fields = [] } = statsOf(answer) ?? {}
    expect(databaseMs).toBeGreaterThan(0)
    const sum = fields.reduce((total, field) => total + field.databaseMs, 0)
    expect(Math.abs(sum - databaseMs)).toBeLessThan(0.2)
  })

  test('of concurrent operations are separate', async () => {
    const [list, overview, without] = await Promise.all([
      askStats('{ messages { nodes { llmCalls { id } } } }'),
      askStats('{ overview { totalMessages } }'),
      ask(app, '{ messages { nodes { id } } }'),
    ])
    expect(summarize(list)).toEqual({ total: [2, 10, 'rows'], messages: [2, 10, 'rows'] })
    expect(summarize(overview)).toEqual({ total: [1, 1, 'rollups'], overview: [1, 1, 'rollups'] })
    expect(without.extensions).toEqual({ cost: 101 })
  })

  test('of a statement for several root fields are those of one of them', async () => {
    const answer = await askStats(
      '{ a: messages { nodes { llmCalls { id } } } b: messages { nodes { llmCalls { id } } } }',
    )
    const { total, a, b } = summarize(answer) as Record<string, unknown[]>
    expect(total).toEqual([3, 15, 'rows'])
    expect([a, b].sort()).toEqual([
      [1, 5, 'rows'],
      [2, 10, 'rows'],
    ])
  })
})

describe('statistics are in the response', () => {
  test('of a mutation, whose fields run in order', async () => {
    const field = (id: string) =>
      `${id}: recordMessages(input: [{ id: "${id}", botId: "b", botName: "b", pipelineId: "p", pipelineName: "p", messageContent: "x" }]) { recorded }`
    const { result: answer, statements } = await app.db.record(() =>
      askStats(`mutation { ${field('x')} ${field('y')} }`),
    )
    expect(answer.data).toEqual({ x: { recorded: 1 }, y: { recorded: 1 } })
    const { x, y, total } = summarize(answer) as Record<string, unknown[]>
    expect([x?.[2], y?.[2], total?.[2], x]).toEqual(['rows', 'rows', 'rows', y])
    expect(total?.[0]).toBe(statements.length)
    const feedback = `mutation ($input: [RecordFeedbackInput!]!) { recordFeedback(input: $input) { recorded } }`
    const given = {
      input: [{ feedbackId: 'f', type: 'LIKE', botId: 'b', botName: 'b', pipelineId: 'p', pipelineName: 'p' }],
    }
    const recorded = await app.db.record(() => askStats(feedback, { variables: given }))
    expect(recorded.result.errors).toEqual([])
    expect(recorded.statements[0]).toBe('BEGIN')
    expect(statsOf(recorded.result)?.statements).toBe(recorded.statements.length)
  })

  test.each(['application/json', 'application/graphql-response+json'])('of a field error, as %s', async (accept) => {
    const answer = await askStats('{ a: messages(first: -1) { nodes { id } } overview { totalMessages } }', {
      headers: { accept },
    })
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
    expect(summarize(answer)).toMatchObject({ a: [0, 0, ''] })
  })

  test('of an operation that returned too much', async () => {
    const strict = await startTestApp({ limits: { ...testLimits, maxResponseBytes: 100_000 } })
    const input = [message({ id: 'long', messageContent: 'x'.repeat(60_000) })]
    await ask(strict, 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }', {
      variables: { input },
    })
    const returned = await ask(strict, '{ messages { nodes { a: messageContent b: messageContent } } }', { headers })
    expect([codesOf(returned), summarize(returned)]).toEqual([
      ['QUERY_TOO_COMPLEX'],
      { total: [1, 1, 'rows'], messages: [1, 1, 'rows'] },
    ])
    const twice = '{ a: messages { nodes { messageContent } } b: messages(last: 1) { nodes { messageContent } } }'
    const read = await ask(strict, twice, { headers })
    expect([codesOf(read), summarize(read)['total']?.[0]]).toEqual([['QUERY_TOO_COMPLEX'], 2])
    await strict.close()
  })

  test('of the same document again, a persisted document, and GET', async () => {
    const expected = { total: [1, 1, 'rollups'], overview: [1, 1, 'rollups'] }
    for (const _ of [1, 2]) expect(summarize(await askStats(document))).toEqual(expected)
    const persisted = await askStats('', { body: JSON.stringify({ documentId: `sha256:${hash}` }) })
    expect(summarize(persisted)).toEqual(expected)
    const path = `/graphql?query=${encodeURIComponent(document)}`
    const accept = { accept: 'application/json' }
    expect(summarize(await readAnswer(await app.fetch(path, { headers: { ...headers, ...accept } })))).toEqual(expected)
    expect((await readAnswer(await app.fetch(path, { headers: accept }))).extensions).toEqual({ cost: 1 })
    expect((await ask(app, document)).extensions).toEqual({ cost: 1 })
  })
})

test.each([
  ['a syntax error', '{'],
  ['an unknown field', '{ nope }'],
  ['a cost above the limit', '{ messages(first: 1000) { nodes { llmCalls(first: 1000) { id } } } }'],
  ['invalid variables', 'query ($n: Int!) { messages(first: $n) { nodes { id } } }'],
])('an operation that is not executed has none: %s', async (_name, query) => {
  const answer = await askStats(query)
  expect([answer.errors.length, answer.extensions]).toEqual([1, undefined])
})

test.each(['0', 'true', '', '1, 1', 'x'.repeat(100)])('the value %j of the header is rejected', async (value) => {
  const { result: answer, statements } = await app.db.record(() =>
    ask(app, document, { headers: { 'x-botlens-stats': value } }),
  )
  expect([answer.status, codesOf(answer), statements]).toEqual([400, ['BAD_USER_INPUT'], []])
  const given = value.length > 60 ? `"${'x'.repeat(60)}…" (100 characters)` : JSON.stringify(value)
  expect(answer.errors[0]?.message).toBe(`The header X-Botlens-Stats is ${given}: send 1, or omit the header.`)
})

test('pages of allowed origins may send the header', async () => {
  const preflight = await app.fetch('/graphql', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-botlens-stats' },
  })
  expect(preflight.headers.get('access-control-allow-headers')).toBe(
    'Authorization, Content-Type, Accept, X-Botlens-Stats, X-Botlens-Snapshot',
  )
  const answer = await askStats(document, { headers: { origin } })
  expect(statsOf(answer)?.statements).toBe(1)
})
