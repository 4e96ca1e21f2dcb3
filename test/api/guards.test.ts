import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf, readAnswer } from '../support/ask.ts'
import { type Listening, listen } from '../support/listen.ts'
import { sendRaw } from '../support/rawHttp.ts'

let app: TestApp
let server: Listening
beforeAll(async () => {
  app = await startTestApp({ limits: { ...testLimits, maxBodyBytes: 50_000, maxRecordingBodyBytes: 100_000 } })
  server = await listen(app.app)
})
afterAll(async () => {
  await server.close()
  await app.close()
})

const query = '{ overview { totalErrors } }'

describe('accepted names of the server', () => {
  test.each([
    ['localhost', 200],
    ['localhost:4000', 200],
    ['127.0.0.1', 200],
    ['[::1]:4000', 200],
    ['LOCALHOST', 200],
    ['evil.example', 421],
    ['127.0.0.1.evil.example:4000', 421],
    ['192.168.1.10:4000', 421],
  ])('Host: %s', async (host, status) => {
    const answer = await ask(app, query, { headers: { host } })
    expect(answer.status).toBe(status)
    if (status === 421) expect(answer.errors[0]?.message).toContain('use localhost, 127.0.0.1, [::1]')
  })

  test('any name if authentication is required', async () => {
    const closed = await startTestApp({ access: { mode: 'required', jwtSecret: 'x'.repeat(32), corsOrigins: [] } })
    expect((await ask(closed, query, { headers: { host: 'logs.example.com' } })).status).toBe(401)
    await closed.close()
  })
})

describe('cross-site requests of browsers', () => {
  test.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a bare document', { 'content-type': 'application/graphql' }],
  ])('%s is not JSON', async (_name, headers) => {
    const { result: answer, statements } = await app.db.record(() => ask(app, query, { headers }))
    expect([answer.status, codesOf(answer), statements]).toEqual([415, ['BAD_USER_INPUT'], []])
  })

  test.each<[headers: Record<string, string>, status: number]>([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'http://127.0.0.1:4000', host: '127.0.0.1:4000', 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
  ])('%o', async (headers, status) => {
    expect((await ask(app, query, { headers })).status).toBe(status)
    const get = await app.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers })
    expect(get.status).toBe(status)
    expect(get.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('queries may be sent by GET, mutations may not', async () => {
    const get = (text: string) =>
      app.fetch(`/graphql?query=${encodeURIComponent(text)}`, { headers: { accept: 'application/json' } })
    expect((await readAnswer(await get(query))).data).toEqual({ overview: { totalErrors: 0 } })
    expect([405, 400]).toContain((await get('mutation { __typename }')).status)
  })
})

describe('bodies', () => {
  test('over the limit are rejected by their declared length', async () => {
    const answer = await readAnswer(
      await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: `{ overview { totalErrors } } # ${'x'.repeat(5_000_000)}` }),
      }).catch(() => new Response(null, { status: 413 })),
    )
    expect(answer.status).toBe(413)
  })

  test('without an end are rejected once they exceed the limit', async () => {
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    const answer = await sendRaw(
      server,
      'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      chunk.repeat(8),
    )
    expect(answer).toContain('HTTP/1.1 413')
  })

  test('that are compressed are rejected', async () => {
    const answer = await ask(app, '', {
      headers: { 'content-encoding': 'gzip' },
      body: new Blob([gzipSync(Buffer.alloc(50_000_000))]),
    })
    expect([answer.status, codesOf(answer)]).toEqual([415, ['BAD_USER_INPUT']])
  })

  test.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"query":1}',
    '{"query":"{ __typename }","variables":[]}',
    '{"quer":"{a}"}',
    '\u0000',
  ])('that are not a request: %s', async (body) => {
    const answer = await ask(app, '', { body })
    expect([400, 413]).toContain(answer.status)
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT'])
  })

  test('that arrive too slowly are aborted', async () => {
    const head =
      'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{'
    const impatient = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 }
    const slow = await listen(app.app, impatient)
    expect(await sendRaw(slow, head)).toContain('408 Request Timeout')
    expect(await sendRaw(slow, 'GET /graphql HTTP/1.1\r\nHost: loc')).toContain('408 Request Timeout')
    expect((await ask(app, query)).status).toBe(200)
    await slow.close()
  })
})

describe('response headers', () => {
  test('prevent browsers from sniffing and embedding', async () => {
    const { headers } = await ask(app, query)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('of the page allow only its own scripts, and connections to this server only', async () => {
    const page = await app.fetch('/graphql', { headers: { accept: 'text/html' } })
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).toMatch(/script-src 'sha256-\S{44}' 'sha256-\S{44}' blob:;/)
    expect(/<script[^>]{0,80}>/.exec(await page.text())?.[0]).toBe('<script>')
    expect(page.headers.get('x-frame-options')).toBe('DENY')
  })

  test('the page loads without a token, and shows where to enter one', async () => {
    const closed = await startTestApp({ access: { mode: 'required', jwtSecret: 'x'.repeat(32), corsOrigins: [] } })
    const page = await closed.fetch('/graphql', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Bearer <your token>')
    await closed.close()
  })
})

test.each(['/graphql/x', '/x/health/live', '/x?y=/health/live', '/../etc/passwd', '/health', '/metrics/x', '/GRAPHQL'])(
  'the path %s is not found',
  async (path) => {
    expect((await app.fetch(path)).status).toBe(404)
  },
)

const strings = [
  "'; DROP TABLE monitoring_messages; --",
  "' OR '1'='1",
  '$1',
  '\\',
  '%'.repeat(1000),
  '_%'.repeat(500),
  '\u202e<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
]

describe('SQL and patterns in every text argument', () => {
  const lists = ['messages', 'llmCalls', 'embeddingCalls', 'sessions', 'errors', 'feedback']
  test.each(strings)('%s', async (text) => {
    const value = JSON.stringify(text)
    const name = JSON.stringify(text.slice(0, 255))
    const filters = `search: ${value}, botIds: [${name}], pipelineIds: [${name}], userIds: [${name}], platforms: [${name}]`
    for (const list of lists) {
      const plain = list === 'llmCalls' || list === 'embeddingCalls' || list === 'errors'
      const filter = plain ? `search: ${value}, botIds: [${name}], sessionIds: [${name}]` : filters
      const answer = await ask(app, `{ ${list}(filter: { ${filter} }) { totalCount nodes { id } } }`)
      expect([answer.errors, answer.data?.[list]], list).toEqual([[], { totalCount: 0, nodes: [] }])
      const cursor = await ask(app, `{ ${list}(after: ${value}) { nodes { id } } }`)
      expect(codesOf(cursor), list).toEqual(['BAD_USER_INPUT'])
    }
    for (const single of ['message', 'session', 'llmCall', 'embeddingCall', 'errorLog', 'feedbackRecord']) {
      const answer = await ask(app, `query Q($id: ID!) { ${single}(id: $id) { id } }`, { variables: { id: text } })
      expect(codesOf(answer).every((code) => code === 'BAD_USER_INPUT')).toBe(true)
    }
    const zone = await ask(app, `{ tokenStatistics(timeZone: ${value}) { bucket } }`)
    expect(codesOf(zone)).toEqual(['BAD_USER_INPUT'])
  })
})
