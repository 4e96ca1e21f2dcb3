import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf, readAnswer } from '../support/ask.ts'
import { deepVariables } from '../support/attacks.ts'
import { measureCpu } from '../support/cpu.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

describe('variables that are rejected', () => {
  test('for 20,000 levels of nesting, or for polluting prototypes', async () => {
    const deep = `{"query":"query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }","variables":${deepVariables(20_000)}}`
    const answer = await ask(app, '', { body: deep })
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      'The body: lists and objects are nested more than 52 levels deep',
    ])
    const query = 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }'
    const address = new URLSearchParams({ query, variables: deepVariables(52) })
    const byGet = await readAnswer(await app.fetch(`/graphql?${address}`))
    expect([byGet.status, codesOf(byGet), byGet.errors[0]?.message]).toEqual([
      200,
      ['BAD_USER_INPUT'],
      'variables: lists and objects are nested more than 51 levels deep',
    ])
    const brackets = JSON.stringify({
      query: 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }',
      variables: { f: { search: '{['.repeat(100), botIds: ['"]'.repeat(70), '\\'] } },
    })
    expect((await ask(app, '', { body: brackets })).errors).toEqual([])
    const polluting =
      '{"query":"query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }","variables":{"f":{"__proto__":{"search":"x"}}}}'
    expect((await ask(app, '', { body: polluting })).text).not.toContain('INTERNAL')
    expect(({} as Record<string, unknown>)['search']).toBeUndefined()
  })

  test('for a list of 10,001 values', async () => {
    const query = 'query Q($i: [ID!]) { messages(filter: { botIds: $i }) { totalCount } }'
    const answer = await ask(app, query, { variables: { i: Array.from({ length: 10_001 }, String) } })
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      'The body: a list has more than 10,000 values, which is the limit',
    ])
  })

  test('for a list variable of 1,001 values, before they are coerced', async () => {
    const query = 'query Q($i: [ID!]!) { messages(filter: { botIds: $i }) { totalCount } }'
    const answer = await ask(app, query, { variables: { i: Array.from({ length: 1001 }, () => ({})) } })
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      'i: expected a list of at most 1,000 values, received 1001',
    ])
  })

  const filtered = 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }'
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

  test.each<[name: string, variables: object, message: string]>([
    [
      'small objects',
      { f: { and: numbers(9000).map(() => numbers(100).map(() => ({ a: 1 }))) } },
      'The body: the limit of 200,000 values (MAX_RECORDING_VARIABLE_VALUES) is exceeded.',
    ],
    [
      '600,000 variables',
      Object.fromEntries(numbers(600_000).map((index) => [`key${index}`, 1])),
      'The body: an object has more than 1,000 keys, which is the limit',
    ],
    [
      '900 lists of 900 ids',
      { f: { or: numbers(900).map(() => ({ botIds: numbers(900).map((index) => `bot${index}`) })) } },
      'The body: the limit of 200,000 values (MAX_RECORDING_VARIABLE_VALUES) is exceeded.',
    ],
    [
      '30 lists of 1,000 ids',
      { f: { or: numbers(30).map(() => ({ botIds: numbers(1000).map((index) => `bot${index}`) })) } },
      'values: at most 20,000 are allowed (MAX_VARIABLE_VALUES), and 200,000 for a mutation that records',
    ],
  ])('%s are rejected at a bounded cost', async (_name, variables, message) => {
    const body = JSON.stringify({ query: filtered, variables })
    expect(body.length).toBeLessThan(10_000_000)
    const { result, cpuMs } = await measureCpu(() => app.db.record(() => ask(app, '', { body })))
    const { result: answer, statements } = result
    expect([answer.status, answer.errors[0]?.message, statements]).toEqual([
      expect.any(Number),
      expect.stringContaining(message),
      [],
    ])
    expect(cpuMs).toBeLessThan(2500)
  })

  test('a body above the limit of queries is accepted only for a mutation that records', async () => {
    const messageContent = 'x'.repeat(600_000)
    const record = { botId: 'b', botName: 'B', pipelineId: 'p', pipelineName: 'P', messageContent }
    const mutation = 'mutation M($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'
    const document = `${mutation} ${filtered} { overview { totalErrors } }`.replace(
      ' { overview',
      ' query O { overview',
    )
    const send = (operationName: string) =>
      ask(app, '', { body: JSON.stringify({ query: document, operationName, variables: { input: [record, record] } }) })
    for (const name of ['Q', 'O']) {
      const rejected = await send(name)
      expect([rejected.status, codesOf(rejected), rejected.errors[0]?.message]).toEqual([
        413,
        ['BAD_USER_INPUT'],
        expect.stringContaining('at most 1,000,000 are allowed (MAX_BODY_BYTES), and 10,000,000 for a mutation'),
      ])
    }
    expect((await send('M')).data).toEqual({ recordMessages: { recorded: 2 } })
    const sendInput = (query: string) => ask(app, query, { variables: { input: [record, record] } })
    const field = 'recordMessages(input: $input) { recorded }'
    const inFragments = `mutation ($input: [RecordMessageInput!]!) { ... { ...A } } fragment A on Mutation { ...B } fragment B on Mutation { r: ${field} }`
    expect((await sendInput(inFragments)).data).toEqual({ r: { recorded: 2 } })
    const byName = await sendInput('mutation { ...recordMessages } fragment recordMessages on Mutation { __typename }')
    expect([byName.status, codesOf(byName)]).toEqual([413, ['BAD_USER_INPUT']])
    expect(
      (await ask(app, document, { body: JSON.stringify({ query: document, operationName: 'O' }) })).errors,
    ).toEqual([])
  })

  test('1,000 records with all their fields and 50 variables each are recorded', async () => {
    const variables = Object.fromEntries(numbers(50).map((index) => [`key${index}`, 'x'.repeat(50)]))
    const input = numbers(1000).map((index) => ({
      ...{ id: `large-${index}`, botId: 'b', botName: 'B', pipelineId: 'p', pipelineName: 'P', runnerName: 'r' },
      ...{ messageContent: 'x', sessionId: 's', status: 'SUCCESS', level: 'INFO', platform: 'p', role: 'USER' },
      ...{ userId: 'u', userName: 'U', variables },
    }))
    const query = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'
    expect((await ask(app, query, { variables: { input } })).data).toEqual({ recordMessages: { recorded: 1000 } })
  })
})
