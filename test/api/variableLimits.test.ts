import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { deepVariables } from '../support/attacks.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

describe('what variables are refused for', () => {
  test('variables that are nested 20,000 deep, or pollute prototypes', async () => {
    const deep = `{"query":"query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }","variables":${deepVariables(20_000)}}`
    const answer = await ask(app, '', { body: deep })
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      'The body: lists and objects stand in each other more than 60 deep',
    ])
    const less = `{"query":"query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }","variables":${deepVariables(52)}}`
    expect((await ask(app, '', { body: less })).errors[0]?.message).toBe(
      'variables: lists and objects stand in each other more than 50 deep',
    )
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

  test('a list of 10,001 values', async () => {
    const query = 'query Q($i: [ID!]) { messages(filter: { botIds: $i }) { totalCount } }'
    const answer = await ask(app, query, { variables: { i: Array.from({ length: 10_001 }, String) } })
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      'variables: a list has 10001 values, at most 10000 are allowed',
    ])
  })
})
