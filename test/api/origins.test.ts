import { describe, expect, test } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { ask } from '../support/ask.ts'

const query = '{ overview { totalErrors } }'

describe('pages of other origins', () => {
  test('are rejected, and get no permission from a preflight, if no origin is configured', async () => {
    const app = await startTestApp()
    const preflight = await app.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://dash.example', 'access-control-request-method': 'POST' },
    })
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    await app.close()
  })

  test.each([[['https://dash.example']], [['https://dash.example', 'https://other.example:8443']]])(
    'are accepted if their origin is configured: %j',
    async (corsOrigins) => {
      const named = await startTestApp({ access: { mode: 'none', corsOrigins } })
      const paths = ['/health/live', '/metrics', '/api/v1/monitoring/export?type=errors']
      for (const origin of corsOrigins) {
        const { status, headers } = await ask(named, query, { headers: { origin } })
        expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin])
        expect(headers.get('access-control-allow-credentials')).toBeNull()
      }
      for (const origin of ['null', 'https://evil.example', 'https://dash.example.evil.example', 'http://dash.example'])
        for (const send of [
          () => ask(named, query, { headers: { origin } }),
          () =>
            named.fetch('/graphql', {
              method: 'OPTIONS',
              headers: { origin, 'access-control-request-method': 'POST' },
            }),
          ...paths.map((path) => () => named.fetch(path, { headers: { origin } })),
        ]) {
          const { headers } = await send()
          expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
        }
      expect((await ask(named, query, { headers: { origin: 'null' } })).status).toBe(403)
      await named.close()
    },
  )
})
