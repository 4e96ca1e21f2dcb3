import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf, readAnswer } from '../support/ask.ts'

let app: TestApp
let closed: TestApp
beforeAll(async () => {
  app = await startTestApp()
  closed = await startTestApp({ access: { mode: 'required', jwtSecret: 'x'.repeat(32), corsOrigins: [] } })
})
afterAll(async () => {
  await app.close()
  await closed.close()
})

const mediaTypes = ['application/json', 'application/graphql-response+json'] as const

/** A response's status as `application/json` and as `application/graphql-response+json`, and whether it has data. */
type Expected = readonly [json: number, graphql: number, hasData: boolean]

const list = 'query Q($n: Int!, $f: MessageFilter) { messages(first: $n, filter: $f) { totalCount } }'
const record = 'mutation M($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'
const many = `{ messages(first: 1000) { nodes { llmCalls(first: 1000) { id } } } }`

const sent: [name: string, body: unknown, expected: Expected, code?: string][] = [
  ['a query', { query: '{ messages { totalCount } }' }, [200, 200, true]],
  ['a document that does not parse', { query: '{ messages(' }, [200, 400, false], 'BAD_USER_INPUT'],
  ['an unknown field', { query: '{ nothing }' }, [200, 400, false], 'BAD_USER_INPUT'],
  [
    'a literal of the wrong type',
    { query: '{ messages(first: "x") { totalCount } }' },
    [200, 400, false],
    'BAD_USER_INPUT',
  ],
  ['a variable that is missing', { query: list }, [200, 400, false], 'BAD_USER_INPUT'],
  ['a variable that is null', { query: list, variables: { n: null } }, [200, 400, false], 'BAD_USER_INPUT'],
  ['a variable of the wrong type', { query: list, variables: { n: 'x' } }, [200, 400, false], 'BAD_USER_INPUT'],
  ['a variable out of range', { query: list, variables: { n: 2 ** 31 } }, [200, 400, false], 'BAD_USER_INPUT'],
  [
    'a field of a variable',
    { query: list, variables: { n: 1, f: { nothing: 1 } } },
    [200, 400, false],
    'BAD_USER_INPUT',
  ],
  [
    'a value of our own scalar',
    { query: list, variables: { n: 1, f: { startTime: 'x' } } },
    [200, 400, false],
    'BAD_USER_INPUT',
  ],
  [
    'an item of a variable',
    { query: record, variables: { input: [{ messageContent: 1 }] } },
    [200, 400, false],
    'BAD_USER_INPUT',
  ],
  [
    'two items of a variable',
    { query: record, variables: { input: [{ id: 1.5 }, { role: 'X' }] } },
    [200, 400, false],
    'BAD_USER_INPUT',
  ],
  ['an unknown operation name', { query: list, operationName: 'Z' }, [200, 400, false], 'BAD_USER_INPUT'],
  ['a query that costs too much', { query: many }, [200, 400, false], 'QUERY_TOO_COMPLEX'],
  [
    'an argument out of its range',
    { query: '{ messages(first: -1) { totalCount } }' },
    [200, 200, false],
    'BAD_USER_INPUT',
  ],
  [
    'a field that fails beside one that does not',
    { query: '{ message(id: "\\u0000") { id } __typename }' },
    [200, 200, true],
    'BAD_USER_INPUT',
  ],
  [
    'records that do not do',
    { query: record, variables: { input: [{ messageContent: 'x' }] } },
    [200, 200, false],
    'BAD_USER_INPUT',
  ],
  ['invalid JSON', '{', [400, 400, false], 'BAD_USER_INPUT'],
  ['not an object', [], [400, 400, false], 'BAD_USER_INPUT'],
  ['several operations', [{ query: '{ __typename }' }], [400, 400, false], 'BAD_USER_INPUT'],
  ['no query', {}, [400, 400, false], 'BAD_USER_INPUT'],
  ['a query that is not a string', { query: 1 }, [400, 400, false], 'BAD_USER_INPUT'],
  ['variables that are not an object', { query: list, variables: 1 }, [400, 400, false], 'BAD_USER_INPUT'],
  ['an operation name that is not a string', { query: list, operationName: 1 }, [400, 400, false], 'BAD_USER_INPUT'],
  ['an unknown parameter', { query: list, more: 1 }, [400, 400, false], 'BAD_USER_INPUT'],
]

describe.each(mediaTypes)('the status of %s', (accept) => {
  test.each(sent)('%s', async (_name, body, [json, graphql, hasData], code) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await ask(app, '', { body: text, headers: { accept } })
    expect([answer.status, [...new Set(codesOf(answer))], answer.data != null]).toEqual([
      accept === 'application/json' ? json : graphql,
      code === undefined ? [] : [code],
      hasData,
    ])
    expect(answer.headers.get('content-type')).toBe(`${accept}; charset=utf-8`)
  })

  test.each([
    ['variables that are no JSON', `query=${encodeURIComponent(list)}&variables=%7B`, 400],
    ['no query', 'operationName=Q', 400],
    ['a mutation', `query=${encodeURIComponent('mutation { __typename }')}`, 405],
  ])('by GET: %s', async (_name, parameters, status) => {
    const answer = await readAnswer(await app.fetch(`/graphql?${parameters}`, { headers: { accept } }))
    expect([answer.status, codesOf(answer)]).toEqual([status, ['BAD_USER_INPUT']])
  })

  test('unauthenticated callers', async () => {
    const answer = await ask(closed, '{ nothing }', { headers: { accept } })
    expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']])
  })
})
