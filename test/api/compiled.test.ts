import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { storeTalks } from '../support/talks.ts'

/** Asked for the third time, a query is compiled; for the first two it is executed as graphql-js does. */
const compileAfter = 2
const times = 5

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ compileAfter })
  await storeTalks(app.db)
})
afterAll(() => app.close())

interface Request {
  readonly query: string
  readonly operationName?: string
  readonly variables?: object
}

/** The same request again and again: before it is compiled, and after. */
const askAgain = async (request: Request): Promise<unknown[]> => {
  const answers: unknown[] = []
  for (let time = 0; time < times; time += 1) {
    const response = await app.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    answers.push(JSON.parse((await response.text()).replaceAll(/under the request id [-\w]+/g, '')))
  }
  return answers
}

const two = `
  query Calls { llmCalls(first: 2) { nodes { __typename id status cost message { id } } totalCount } }
  query Messages($first: Int = 3, $short: Boolean = true) {
    messages(first: $first) { nodes { ...Short long: messageContent @skip(if: $short) } }
  }
  fragment Short on Message { id at: timestamp session { id botName } llmCalls { ... on LlmCall { id modelName } } }`

test.each<[string, Request]>([
  ['one of two operations', { query: two, operationName: 'Calls' }],
  ['the other one', { query: two, operationName: 'Messages' }],
  ['the other one with variables', { query: two, operationName: 'Messages', variables: { first: 1, short: false } }],
  ['no operation of that name', { query: two, operationName: 'Nobody' }],
  ['a choice that was not made', { query: two }],
  ['a field that fails', { query: '{\n  messages(first: -1) {\n    totalCount\n  }\n  overview { totalMessages }\n}' }],
  [
    'a variable of another type',
    { query: 'query ($n: Int) { messages(first: $n) { totalCount } }', variables: { n: 'x' } },
  ],
  [
    'a null where none may be',
    {
      query: 'query ($d: OrderDirection) { messages(orderBy: { field: TIMESTAMP, direction: $d }) { totalCount } }',
      variables: { d: null },
    },
  ],
  ['aliases and the type of the root', { query: '{ __typename a: overview { b: totalErrors c: totalErrors } }' }],
  [
    'records that are not there',
    { query: '{ message(id: "nobody") { id } session(id: "session-1") { id startTime } }' },
  ],
])('%s: the answer is the same before and after a query is compiled', async (_name, request) => {
  const [first, ...others] = await askAgain(request)
  expect(others).toEqual(others.map(() => first))
})

test('statements are as few, and as lean, after as before', async () => {
  const query = '{ messages(first: 50) { nodes { id session { botName } llmCalls { cost } } } }'
  const statements: string[][] = []
  for (let time = 0; time < times; time += 1) statements.push((await app.db.record(() => app.send(query))).statements)
  expect(statements[0]).toHaveLength(3)
  expect(statements).toEqual(statements.map(() => statements[0]))
})
