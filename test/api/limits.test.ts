import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examples } from '../../src/server/graphiql/examples.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { bomb, nested, repeat } from '../support/attacks.ts'
import { dashboard } from '../support/dashboard.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

describe('operations that are rejected before anything is read', () => {
  test.each<[name: string, query: string, code: string, message: string]>([
    [
      '101 aliases',
      `{ ${repeat(101, (i) => `a${i}: overview { totalErrors }`)} }`,
      'QUERY_TOO_COMPLEX',
      '101 aliases: at most 30',
    ],
    [
      '31 aliases of __typename',
      `{ ${repeat(31, (i) => `a${i}: __typename`)} }`,
      'QUERY_TOO_COMPLEX',
      '31 aliases: at most 30 are allowed (MAX_ALIASES).',
    ],
    [
      '10,000 aliases',
      `{ ${repeat(10_000, (i) => `a${i}: __typename`)} }`,
      'QUERY_TOO_COMPLEX',
      'The document has more than 2000 tokens (MAX_TOKENS) in the first 11218 of its 178893 characters. Divide it among at least 16 requests.',
    ],
    ['a fragment bomb of 8', bomb(8, 'id'), 'QUERY_TOO_COMPLEX', '255 aliases'],
    ['a fragment bomb of 14', bomb(14, 'id'), 'QUERY_TOO_COMPLEX', 'aliases'],
    ['a fragment bomb of 20', bomb(20, 'id'), 'QUERY_TOO_COMPLEX', '1,048,575 aliases'],
    ['a fragment bomb of 30', bomb(30, 'id'), 'QUERY_TOO_COMPLEX', '1,073,741,823 aliases'],
    [
      'a fragment bomb without aliases',
      bomb(20, 'id').replaceAll(/a\d+: id/g, 'id'),
      'QUERY_TOO_COMPLEX',
      '2,097,153 fields',
    ],
    [
      'a fragment in itself',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
      'BAD_USER_INPUT',
      'The fragment "A" contains itself',
    ],
    [
      '3,000 overlapping fields',
      `{ ${repeat(3000, () => 'overview { totalErrors }')} }`,
      'QUERY_TOO_COMPLEX',
      'tokens',
    ],
    [
      '1,001 fields',
      `{ ${repeat(1001, () => '__typename')} }`,
      'QUERY_TOO_COMPLEX',
      '1,001 fields: at most 1,000 are allowed (MAX_FIELDS).',
    ],
    [
      'a depth of 13',
      `{ sessions { nodes { messages { nodes { ${nested(9, 'session { ', 'id')} } } } } }`,
      'QUERY_TOO_COMPLEX',
      '14 levels',
    ],
    [
      'a depth of 200',
      `{ sessions { nodes { ${nested(200, 'messages { nodes { session { ', 'id ')}${' } }'.repeat(200)} } } }`,
      'QUERY_TOO_COMPLEX',
      '',
    ],
    [
      'lists 20,000 deep',
      `{ messages(filter: { botIds: ${'['.repeat(20_000)}${']'.repeat(20_000)} }) { totalCount } }`,
      'QUERY_TOO_COMPLEX',
      'Brackets are nested more than 100 levels deep',
    ],
    [
      'lists 1,900 deep in a default',
      `query ($i: [ID!] = ${'['.repeat(950)}${']'.repeat(950)}) { messages(filter: { botIds: $i }) { totalCount } }`,
      'QUERY_TOO_COMPLEX',
      'Brackets are nested more than 100 levels deep',
    ],
    [
      'a type 1,900 deep',
      `query ($i: ${'['.repeat(950)}ID${']'.repeat(950)}) { messages(filter: { botIds: $i }) { totalCount } }`,
      'QUERY_TOO_COMPLEX',
      'Brackets are nested more than 100 levels deep',
    ],
    [
      'a document of 1,000,001 characters',
      `{ __typename }${' '.repeat(999_987)}`,
      'QUERY_TOO_COMPLEX',
      'The operation has a document of 1,000,001 characters: at most 1,000,000 are allowed (MAX_DOCUMENT_LENGTH). Send values as variables. Divide it among at least 2 requests.',
    ],
    [
      '10 directives',
      `{ overview { totalErrors ${repeat(10, () => '@include(if: true)')} } }`,
      'QUERY_TOO_COMPLEX',
      '10 directives: at most 9 are allowed (MAX_DIRECTIVES).',
    ],
    [
      'pages of 100 in 100 in 100',
      '{ sessions(first: 100) { nodes { messages(first: 100) { nodes { llmCalls(first: 100) { id } } } } } }',
      'QUERY_TOO_COMPLEX',
      '/api/v1/monitoring/export',
    ],
    [
      '1,000 messages with 1,000 calls each',
      '{ messages(first: 1000) { nodes { llmCalls(first: 1000) { id } } } }',
      'QUERY_TOO_COMPLEX',
      'a cost of 1,001,001: at most 60,000 are allowed (MAX_COST).',
    ],
    [
      'the same by edges',
      '{ messages(first: 1000) { edges { node { llmCalls(first: 1000) { id } } } } }',
      'QUERY_TOO_COMPLEX',
      'The operation has a cost of ',
    ],
    [
      'the same by last',
      '{ sessions(last: 1000) { nodes { messages(last: 1000) { nodes { id } } } } }',
      'QUERY_TOO_COMPLEX',
      'The operation has a cost of ',
    ],
  ])('%s', async (_name, query, code, message) => {
    const { result: answer, statements } = await app.db.record(() => ask(app, query))
    expect(codesOf(answer)).toEqual([code])
    expect(answer.errors[0]?.message).toContain(message)
    expect(answer.status).toBe(200)
    expect(answer.text.length).toBeLessThan(1000)
    expect(statements).toEqual([])
    const strict = await ask(app, query, { headers: { accept: 'application/graphql-response+json' } })
    expect([strict.status, codesOf(strict)]).toEqual([400, [code]])
  })

  test('sizes in variables and defaults count as well', async () => {
    const query = 'query Q($n: Int = 1000, $m: Int!) { messages(first: $n) { nodes { llmCalls(first: $m) { id } } } }'
    expect(codesOf(await ask(app, query, { variables: { m: 1000 } }))).toEqual(['QUERY_TOO_COMPLEX'])
    expect(codesOf(await ask(app, query, { variables: { m: 1000, n: 1000 } }))).toEqual(['QUERY_TOO_COMPLEX'])
    const small = await ask(app, query, { variables: { m: 2, n: 3 } })
    expect([small.errors, small.extensions]).toEqual([[], { cost: 1 + 3 * (1 + 2 * 1) }])
  })

  test('a document that was accepted before is rejected with larger sizes', async () => {
    const query = 'query Again($n: Int!) { messages(first: $n) { nodes { llmCalls(first: $n) { id } } } }'
    expect((await ask(app, query, { variables: { n: 2 } })).errors).toEqual([])
    expect(codesOf(await ask(app, query, { variables: { n: 1000 } }))).toEqual(['QUERY_TOO_COMPLEX'])
    const bad = `{ ${repeat(31, (i) => `a${i}: __typename`)} }`
    expect([await ask(app, bad), await ask(app, bad)].map(codesOf)).toEqual([
      ['QUERY_TOO_COMPLEX'],
      ['QUERY_TOO_COMPLEX'],
    ])
  })

  test.each([0, -1, 1001, 2_147_483_647, 2_147_483_648])('a page of %d', async (first) => {
    for (const answer of [
      await ask(app, `{ messages(first: ${first}) { nodes { id } } }`),
      await ask(app, 'query Q($n: Int) { messages(first: $n) { nodes { id } } }', { variables: { n: first } }),
      await ask(app, `query Q($n: Int = ${first}) { messages(first: $n) { nodes { id } } }`),
    ])
      expect(codesOf(answer)).toEqual(first === 0 ? [] : ['BAD_USER_INPUT'])
  })

  test('several operations in one array', async () => {
    const answer = await ask(app, '', {
      body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    })
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_USER_INPUT']])
  })
})

describe('operations within the limits', () => {
  test.each(examples.map((tab) => [/query (\w+)/.exec(tab)?.[1], tab] as const))(
    'the example %s of GraphiQL',
    async (_name, query) => {
      const answer = await ask(app, query)
      expect(answer.errors).toEqual([])
      expect(answer.extensions?.['cost']).toBeLessThan(15_000)
    },
  )

  test('the introspection query of GraphiQL', async () => {
    const options = {
      schemaDescription: true,
      inputValueDeprecation: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
    }
    const answer = await ask(app, getIntrospectionQuery(options))
    expect([answer.errors, answer.extensions]).toEqual([[], { cost: 0 }])
  })

  test('a dashboard: overview, statistics, six lists of 50 with all their edges', async () => {
    const { result: answer, statements } = await app.db.record(() => ask(app, dashboard))
    expect(answer.errors).toEqual([])
    expect(answer.extensions).toEqual({ cost: 56_672 })
    expect(statements.length).toBeGreaterThan(0)
  })
})

test('limits can be set', async () => {
  const strict = await startTestApp({ limits: { ...testLimits, maxDepth: 2, maxCost: 100 } })
  expect((await ask(strict, '{ messages { nodes { id } } }')).errors[0]?.message).toContain(
    '3 levels of fields (depth): at most 2 are allowed (MAX_DEPTH).',
  )
  expect((await ask(strict, '{ messages { pageInfo { endCursor } } }')).errors[0]?.message).toContain('levels')
  await strict.close()
})

test('3,000 different documents do not increase the memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  const measureHeap = () => {
    if (typeof collect === 'function') collect()
    return process.memoryUsage().heapUsed
  }
  const document = (index: number) => `query Q${index} { ${repeat(40, () => '__typename')} } # ${'x'.repeat(4000)}`
  const send = async (from: number, count: number) => {
    for (let index = from; index < from + count; index += 50)
      await Promise.all(Array.from({ length: 50 }, (_, one) => ask(app, document(index + one))))
  }
  await send(0, 500)
  const before = measureHeap()
  await send(500, 3000)
  expect(measureHeap() - before).toBeLessThan(10_000_000)
})
