import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'

const query = '{ overview { totalMessages } }'
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ access: { mode: 'required', corsOrigins: [] } })
})
afterAll(() => app.close())

describe('the header', () => {
  test.each([
    ['missing', undefined, 'Authentication is required. Send a token'],
    ['of another scheme', 'Basic YTpi', 'must have the form'],
    ['without a token', 'Bearer ', 'must have the form'],
    ['with two tokens', 'Bearer a b', 'must have the form'],
  ])('%s', async (_name, authorization, message) => {
    const answer = await ask(app, query, authorization === undefined ? {} : { headers: { authorization } })
    expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']])
    expect(answer.errors[0]?.message).toContain(message)
  })

  test('is not read if authentication is not required', async () => {
    const open = await startTestApp()
    expect((await ask(open, query, { token: 'nonsense' })).errors).toEqual([])
    await open.close()
  })
})
