import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDashboardFiles } from '../../src/server/dashboard/files.ts'
import { dashboardPages } from '../../src/server/dashboard/pages.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Listening, listen } from '../support/listen.ts'
import { readResponse, sendRaw, writeRequest } from '../support/rawHttp.ts'

let app: TestApp
let server: Listening
let scripts: readonly string[]
beforeAll(async () => {
  app = await startTestApp()
  server = await listen(app.app)
  const html = await (await app.fetch('/')).text()
  scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
})
afterAll(async () => {
  await server.close()
  await app.close()
})

const send = async (method: string, target: string, headers: Readonly<Record<string, string>> = {}) =>
  readResponse(await sendRaw(server, writeRequest(method, target, '', headers)))

describe('the page of the dashboard', () => {
  test.each(dashboardPages)('%s, with or without a query string, is the same page', async (path) => {
    const responses = await Promise.all([send('GET', path), send('GET', `${path}?last=PT24H`), send('GET', '/')])
    for (const { status, headers, body } of responses) {
      expect([status, headers.get('content-type'), body]).toEqual([200, 'text/html; charset=utf-8', responses[2]?.body])
    }
    const head = await send('HEAD', path)
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([
      200,
      String(responses[0]?.body.length),
      '',
    ])
  })

  test('loads files of this server only, and has no inline script or style', async () => {
    const { headers, body } = await send('GET', '/')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('cache-control')).toBe('no-cache')
    expect(body).not.toMatch(/<style|style=|https?:|<script(?![^>]*\ssrc="\/assets\/)/)
  })

  test('is not sent again to a browser that has it', async () => {
    const etag = (await send('GET', '/')).headers.get('etag') ?? ''
    const second = await send('GET', '/', { 'If-None-Match': etag })
    expect([second.status, second.body]).toEqual([304, ''])
  })

  test('needs no token on a server that requires one', async () => {
    const { db, fetch, close } = await startTestApp({ access: { mode: 'required', corsOrigins: [] } })
    const { result, statements } = await db.record(async () => [
      (await fetch('/')).status,
      (await fetch(scripts[0] ?? '')).status,
      (await fetch('/graphql', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status,
    ])
    expect([result, statements]).toEqual([[200, 200, 401], []])
    await close()
  })
})

describe('a path that no view has', () => {
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'

  test.each([
    '/tokns',
    '/TOKENS',
    '/conversations/turns/',
    '//tokens/',
    '/conversations/turns',
    '/x/graphql',
    '/GRAPHQL',
    '/%67raphql',
    '/x?y=/graphql',
    '//x',
  ])('%s is the page with status 404 in a browser', async (path) => {
    const [page, unknown] = await Promise.all([send('GET', '/'), send('GET', path, { Accept: accept })])
    expect([unknown.status, unknown.body]).toEqual([404, page.body])
    for (const name of ['content-type', 'content-security-policy'])
      expect(unknown.headers.get(name)).toBe(page.headers.get(name))
    const head = await send('HEAD', path, { Accept: accept })
    expect([head.status, head.headers.get('content-length'), head.body]).toEqual([404, `${page.body.length}`, ''])
  })

  test('is sent again each time, compressed if that is accepted', async () => {
    const page = await send('GET', '/')
    const known = { 'if-none-match': page.headers.get('etag') ?? '' }
    const unknown = await app.fetch('/tokns', { headers: { ...known, accept, 'accept-encoding': 'gzip' } })
    expect([unknown.status, unknown.headers.get('etag'), unknown.headers.get('cache-control')]).toEqual([
      404,
      null,
      'no-store',
    ])
    expect(gunzipSync(await unknown.bytes()).toString()).toBe(page.body)
  })

  test.each([
    ['/tokens/', '/tokens'],
    ['/tokens//?last=PT24H&bot=a%2Fb', '/tokens?last=PT24H&bot=a%2Fb'],
    ['/conversations/sessions/a%2Fb/', '/conversations/sessions/a%2Fb'],
  ])('the path of a view with slashes after it, %s, redirects to the view', async (path, view) => {
    const { status, headers, body } = await send('GET', path, { Accept: accept })
    expect([status, headers.get('location'), body]).toEqual([308, view, ''])
    const other = await send('GET', path, { Accept: '*/*' })
    expect(other.status).toBe(404)
  })

  const reserved = [
    '/graphql/',
    '/graphql/x',
    '/api',
    '/api/v1/monitoring/export/',
    '/health',
    '/metrics/',
    '/assets/x/y.js',
  ]
  test.each<[method: string, path: string, given: string]>([
    ['GET', '/tokns', '*/*'],
    ['POST', '/tokns', accept],
    ['GET', 'http://localhost/tokns', accept],
    ...reserved.map((path): [string, string, string] => ['GET', path, accept]),
  ])('%s %s with the header Accept: %s is an error in JSON', async (method, path, given) => {
    const { status, headers, body } = await send(method, path, { Accept: given })
    expect([status, headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8'])
    expect(JSON.parse(body).code).toBe('NOT_FOUND')
  })

  test('accepts no foreign host, and is no route of its own in the metrics', async () => {
    const rejected = await send('GET', '/tokns', { Accept: accept, Host: 'evil.example' })
    expect([rejected.status, rejected.headers.get('content-type')]).toEqual([421, 'application/json; charset=utf-8'])
    const text = await (await app.fetch('/metrics')).text()
    expect(text).toContain('requests_total{route="other",operation="none",status="421"} 1')
    expect(text).not.toContain('tokns')
  })
})

test('a server that accepts only persisted documents explains why it shows neither dashboard nor GraphiQL', async () => {
  const { fetch, close } = await startTestApp({ documents: { manifest: new Map(), only: true } })
  for (const [path, name] of [
    ['/', 'The dashboard'],
    ['/tokens', 'The dashboard'],
    ['/tokns', 'The dashboard'],
    ['/graphql', 'GraphiQL'],
  ] as const) {
    const page = await fetch(path, { headers: { accept: 'text/html' } })
    expect([page.status, (await page.text()).includes(`<h1>${name} is disabled</h1>`)]).toEqual([403, true])
  }
  expect((await fetch('/tokns')).status).toBe(404)
  await close()
})

describe('the files of the dashboard', () => {
  test('are compressed, and cached forever', async () => {
    expect(scripts.length).toBeGreaterThan(2)
    for (const path of scripts) {
      const plain = await app.fetch(path)
      expect([path, plain.status, plain.headers.get('cache-control')]).toEqual([
        path,
        200,
        'public, max-age=31536000, immutable',
      ])
      const compressed = await app.fetch(path, { headers: { 'accept-encoding': 'gzip' } })
      const [body, sent] = [await plain.bytes(), await compressed.bytes()]
      if (path.endsWith('.woff2')) expect(compressed.headers.get('content-encoding')).toBeNull()
      else expect(gunzipSync(sent).equals(body)).toBe(true)
    }
  })

  test.each(['/assets/none.js', '/assets/..', '/assets/%2e%2e', '/assets/index.html'])(
    '%s does not exist',
    async (path) => {
      const { status, headers, body } = await send('GET', path)
      expect([status, JSON.parse(body)]).toEqual([
        404,
        {
          code: 'NOT_FOUND',
          message: `The dashboard has no file ${JSON.stringify(path)}.`,
          requestId: headers.get('x-request-id'),
        },
      ])
    },
  )

  test('count as one route in the metrics', async () => {
    const text = await (await app.fetch('/metrics')).text()
    expect([...text.matchAll(/requests_total\{route="(\/assets[^"]*)"/g)].map(([, route]) => route)).toEqual(
      expect.arrayContaining(['/assets/{file}']),
    )
    expect(text).not.toContain('route="/assets/none.js"')
  })

  test('a dashboard that is not built says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'botlens-dashboard-'))
    await expect(makeDashboardFiles(folder)()).rejects.toThrow('The dashboard is not built: run npm run build.')
    await rm(folder, { recursive: true })
  })
})
