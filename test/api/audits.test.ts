import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Listening, listen } from '../support/listen.ts'

let app: TestApp
let server: Listening
beforeAll(async () => {
  app = await startTestApp()
  server = await listen(app.app)
})
afterAll(async () => {
  await server.close()
  await app.close()
})

const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: fetch })

describe('GraphQL over HTTP', () => {
  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (name, audit) => {
    const result = await audit.fn()
    if (name.startsWith('MUST')) expect(result.status, 'reason' in result ? result.reason : '').toBe('ok')
    else expect(['ok', 'notice', 'warn']).toContain(result.status)
    if (result.status !== 'ok') console.info(`${result.status}: ${name}: ${'reason' in result ? result.reason : ''}`)
  })
})
