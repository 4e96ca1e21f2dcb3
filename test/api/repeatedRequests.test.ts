import {
  type GraphQLField,
  type GraphQLInputType,
  GraphQLNonNull,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/server/schema.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { measureCpu } from '../support/cpu.ts'
import { maskRequestIds } from '../support/requestIds.ts'
import { storeTalks } from '../support/talks.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await storeTalks(app.db)
})
afterAll(() => app.close())

interface Request {
  readonly query: string
  readonly operationName?: string
  readonly variables?: object
}

/** Maximum processor time of one request in milliseconds: far above what any needs, far below a stall of 12 s. */
const maxCpuMs = 2500

/** Sends a request repeatedly. Returns each response, without request ids, and the processor time of each request. */
const repeatRequest = async (request: Request, times: number) => {
  const responses: unknown[] = []
  const cpuMs: number[] = []
  for (let time = 0; time < times; time += 1) {
    const { result: text, cpuMs: ofRequest } = await measureCpu(async () => {
      const response = await app.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
      return response.text()
    })
    cpuMs.push(ofRequest)
    responses.push(JSON.parse(maskRequestIds(text)))
  }
  return { responses, cpuMs }
}

const samples: Readonly<Record<string, unknown>> = {
  Int: 10,
  Float: 0.5,
  Boolean: true,
  String: 'x',
  ID: 'message-3',
  DateTime: '2026-06-05T00:00:00Z',
  TimeZone: 'Europe/Berlin',
}

/** The fields of time windows that exclude `startTime` and `endTime`. */
const relative = new Set(['last', 'calendar'])

/** A value of an input type. Objects are nested up to a depth. */
const sampleOf = (type: GraphQLInputType, depth = 0): unknown => {
  if (isNonNullType(type)) return sampleOf(type.ofType, depth)
  if (isListType(type)) return [sampleOf(type.ofType, depth)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (!isInputObjectType(type)) return samples[type.name]
  const fields = Object.values(type.getFields()).filter(
    (field) => !relative.has(field.name) && (depth < 2 || !isInputObjectType(getNamedType(field.type))),
  )
  return Object.fromEntries(fields.map((field) => [field.name, sampleOf(field.type, depth + 1)]))
}

/** Lists accept either `first` or `last`, and only cursors from a response. */
const excluded = new Set(['last', 'after', 'before'])

/** A selection of a type: its leaf fields without arguments, or one of a nested object. */
const selectionOf = (type: GraphQLField<unknown, unknown>['type']): string => {
  const named = getNamedType(type)
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields())
  const nodes = fields.find(({ name }) => name === 'nodes')
  const leaves = fields.filter((field) => !isObjectType(getNamedType(field.type)) && field.args.length === 0)
  return `{ ${leaves.map(({ name }) => name).join(' ')} ${nodes ? `nodes ${selectionOf(nodes.type)}` : ''} }`
}

const rootFields = Object.values(schema.getQueryType()?.getFields() ?? {})

/** A query of one root field in which each argument is a variable. */
const queryOf = (field: GraphQLField<unknown, unknown>): Request => {
  const args = field.args.filter(({ name }) => !excluded.has(name))
  const declared = args.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ')
  return {
    query: `query Repeated${declared === '' ? '' : `(${declared})`} { ${field.name}${passed === '' ? '' : `(${passed})`} ${selectionOf(field.type)} }`,
    variables: Object.fromEntries(args.map(({ name, type }) => [name, sampleOf(type)])),
  }
}

describe('a repeated request always has the same cost and response', () => {
  test.each(rootFields.map((field) => [field.name, field] as const))(
    '%s, all arguments as variables',
    async (_name, field) => {
      const { responses, cpuMs } = await repeatRequest(queryOf(field), 40)
      expect(responses[0]).not.toHaveProperty('errors')
      expect([responses[3], responses[39]]).toEqual([responses[0], responses[0]])
      expect(Math.max(...cpuMs.slice(3))).toBeLessThan(maxCpuMs)
    },
  )

  test.each(
    rootFields
      .filter(({ args }) => args.some(({ name }) => name === 'filter'))
      .map((field) => [field.name, field] as const),
  )('%s: a list instead of a filter is rejected each time', async (_name, field) => {
    const type = field.args.find(({ name }) => name === 'filter')?.type
    const query = `query ($f: ${type}) { ${field.name}(filter: $f) { __typename } }`
    const { responses, cpuMs } = await repeatRequest({ query, variables: { f: [] } }, 6)
    expect(responses).toEqual(responses.map(() => responses[0]))
    expect(responses[0]).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(Math.max(...cpuMs)).toBeLessThan(maxCpuMs)
  })

  test('a mutation with records in a variable', async () => {
    const input = schema.getMutationType()?.getFields()['recordMessages']?.args[0]?.type
    expect(input).toBeInstanceOf(GraphQLNonNull)
    const request = {
      query: `mutation ($input: ${input}) { recordMessages(input: $input) { ids recorded duplicates } }`,
      variables: {
        input: [{ id: 'message-3', botId: 'b', botName: 'B', pipelineId: 'p', pipelineName: 'P', messageContent: 'x' }],
      },
    }
    const { responses, cpuMs } = await repeatRequest(request, 10)
    expect(responses).toEqual(responses.map(() => responses[0]))
    expect(Math.max(...cpuMs.slice(3))).toBeLessThan(maxCpuMs)
  })
})

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
  ['an unknown operation name', { query: two, operationName: 'Nobody' }],
  ['two operations without an operation name', { query: two }],
  ['a field that fails', { query: '{\n  messages(first: -1) {\n    totalCount\n  }\n  overview { totalMessages }\n}' }],
  [
    'a variable of another type',
    { query: 'query ($n: Int) { messages(first: $n) { totalCount } }', variables: { n: 'x' } },
  ],
  [
    'null where null is not allowed',
    {
      query: 'query ($d: OrderDirection) { messages(orderBy: { field: TIMESTAMP, direction: $d }) { totalCount } }',
      variables: { d: null },
    },
  ],
  ['aliases and the type of the root', { query: '{ __typename a: overview { b: totalErrors c: totalErrors } }' }],
  [
    'records that do not exist',
    { query: '{ message(id: "nobody") { id } session(id: "session-1") { id startTime } }' },
  ],
])('%s: every response equals the first one', async (_name, request) => {
  const { responses } = await repeatRequest(request, 5)
  expect(responses).toEqual(responses.map(() => responses[0]))
})

test('the named operation of a document with two is executed', async () => {
  const [calls, messages] = [
    await repeatRequest({ query: two, operationName: 'Calls' }, 5),
    await repeatRequest({ query: two, operationName: 'Messages', variables: { first: 1 } }, 5),
  ]
  expect(calls.responses.at(-1)).toMatchObject({ data: { llmCalls: { totalCount: 120 } } })
  expect(messages.responses.at(-1)).toMatchObject({ data: { messages: { nodes: [{ id: 'message-119' }] } } })
})

test('repeated requests send the same statements', async () => {
  const query = '{ messages(first: 50) { nodes { id session { botName } llmCalls { cost } } } }'
  const statements: string[][] = []
  for (let time = 0; time < 5; time += 1) statements.push((await app.db.record(() => app.send(query))).statements)
  expect(statements[0]).toHaveLength(3)
  expect(statements).toEqual(statements.map(() => statements[0]))
})

test('errors in a document with CRLF line endings contain the line and column of the field', async () => {
  const query = '{\r\n  overview { totalMessages }\r\n    messages(first: -1) { totalCount }\r\n}'
  const { responses } = await repeatRequest({ query }, 5)
  for (const response of responses)
    expect(response).toMatchObject({ errors: [{ locations: [{ line: 3, column: 5 }], path: ['messages'] }] })
})
