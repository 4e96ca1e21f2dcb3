import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dashboardPages } from '../../src/server/dashboard/pages.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Listening, listen } from '../support/listen.ts'
import { readResponse, sendRaw, writeRequest } from '../support/rawHttp.ts'
import { routes } from '../support/routes.ts'

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

const query = '{ messages { totalCount } }'
const body = JSON.stringify({ query })
const parameter = `query=${encodeURIComponent(query)}`

/** Sends a raw request, and returns its response, its log entries and its statements. */
const send = async (method: string, target: string, headers: Readonly<Record<string, string>> = {}) => {
  const text = method === 'POST' ? body : ''
  const from = app.log.length
  const { result, statements } = await app.db.record(() =>
    sendRaw(server, writeRequest(method, target, text, { 'Content-Type': 'application/json', ...headers })),
  )
  const lines = app.log.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>)
  return { ...readResponse(result), lines, statements }
}

const countRequests = async (route: string, status: number): Promise<number> => {
  const text = await (await app.fetch('/metrics')).text()
  const pattern = new RegExp(`botlens_requests_total\\{route="${route}",operation="none",status="${status}"\\} (\\d+)`)
  return Number(pattern.exec(text)?.[1] ?? 0)
}

const expectWatched = ({ headers, lines, status }: Awaited<ReturnType<typeof send>>, route: string): void => {
  const requestId = headers.get('x-request-id')
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(lines.filter(({ msg }) => msg === 'request')).toMatchObject([{ requestId, route, status }])
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
}

const strange = [
  '//graphql',
  '/graphql/',
  `/graphql/?${parameter}`,
  '/GRAPHQL',
  '/%67raphql',
  '/graphql%3F',
  '/graphql;x=1',
  `/graphql;x=1?${parameter}`,
  '/graphql#x',
  '/x/../graphql',
  '/%2e%2e/',
  '/..',
  '/./graphql',
  '/x/graphql',
  '/x?y=/graphql',
  '/x?y=/graphql/',
  '/health/live/',
  '/health//live',
  '/health?x=/graphql',
  '/api/v1/monitoring/export/',
  '/api/v1/monitoring/export;/graphql',
  '/metrics/',
  '/tokens/',
  '/assets/',
  '/assets/x/y.js',
  '/index.html',
  'http://localhost/graphql',
  'http://localhost/health/live?x=/graphql',
  'http:///graphql',
] as const

describe('an unknown path is not found', () => {
  test.each(strange.flatMap((target) => ['POST', 'GET', 'OPTIONS'].map((method) => [method, target])))(
    '%s %s',
    async (method, target) => {
      const before = await countRequests('other', 404)
      const response = await send(method, target)
      expect([response.status, JSON.parse(response.body)]).toEqual([
        404,
        {
          code: 'NOT_FOUND',
          message: expect.stringContaining('No route matches the path '),
          requestId: response.headers.get('x-request-id'),
          routes: [...routes, ...dashboardPages, '/assets/{file}', '/favicon.ico'],
        },
      ])
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(response.statements).toEqual([])
      expectWatched(response, 'other')
      expect(await countRequests('other', 404)).toBe(before + 1)
    },
  )
})

const suffixes = ['?x=/graphql', '?/graphql', '?/graphql/', `?${parameter}&x=/graphql`]

describe('no other route executes GraphQL, for any query string', () => {
  const others = routes.filter((route) => route !== '/graphql')
  test.each(others.flatMap((route) => suffixes.flatMap((suffix) => ['POST', 'GET'].map((m) => [m, route, suffix]))))(
    '%s %s%s',
    async (method, route, suffix) => {
      const response = await send(method, `${route}${suffix}`)
      expect(response.body).not.toContain('totalCount')
      expect(response.statements).toEqual([])
      if (method === 'POST')
        expect([response.status, response.headers.get('allow')?.split(', ')[0]]).toEqual([405, 'GET'])
      else expect(response.status).toBe(route.endsWith('export') ? 400 : 200)
      expectWatched(response, route)
    },
  )
})

describe('requests that browsers send by default', () => {
  test('GET /favicon.ico is an icon', async () => {
    const { status, headers, body: icon, statements } = await send('GET', '/favicon.ico')
    expect([status, headers.get('content-type'), icon.slice(0, 4), statements]).toEqual([
      200,
      'image/svg+xml',
      '<svg',
      [],
    ])
  })

  test.each(['/', '/favicon.ico'])('%s accepts no other method and no foreign host', async (path) => {
    const post = await send('POST', path)
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await send('GET', path, { Host: 'evil.example' })).status).toBe(421)
  })
})

describe('the exact path', () => {
  test.each([
    ['POST', '/graphql'],
    ['POST', '/graphql?'],
    ['POST', '/graphql?x=/health/live'],
    ['GET', `/graphql?${parameter}`],
  ])('%s %s executes', async (method, target) => {
    const response = await send(method, target)
    expect(JSON.parse(response.body)).toMatchObject({ data: { messages: { totalCount: 0 } } })
    expectWatched(response, '/graphql')
  })

  test.each(routes)('OPTIONS %s receives a response without executing anything', async (route) => {
    const response = await send('OPTIONS', `${route}?${parameter}`)
    expect([response.status, response.body, response.statements]).toEqual([204, '', []])
    expectWatched(response, route)
  })

  test('of a foreign host is rejected on every route and for every method', async () => {
    for (const route of routes)
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const response = await send(method, route, { Host: 'evil.example' })
        expect(response.status, `${method} ${route}`).toBe(421)
        expectWatched(response, route)
      }
  })
})
