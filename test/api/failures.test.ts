import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { startTestApp, type TestApp, type TestAppOptions, testLimits } from '../support/app.ts'
import { listen } from '../support/listen.ts'
import { type RawResponse, readResponse, sendRaw, writeRequest } from '../support/rawHttp.ts'

const access = { mode: 'required', corsOrigins: [] } as const
const token = `blt_${'0'.repeat(16)}_${'A'.repeat(43)}`
const body = JSON.stringify({ query: '{ overview { totalErrors } }' })
const json = { 'Content-Type': 'application/json' }

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** Starts an app over HTTP, sends it one raw request, and returns the response and the log lines. */
const sendTo = async (options: TestAppOptions, ...request: Parameters<typeof writeRequest>) => {
  const log: string[] = []
  const logger = makeLogger('info', { write: (line) => log.push(line) })
  const server = await listen(createApp({ db: app.db, logger, limits: testLimits, ...options }))
  const response = readResponse(await sendRaw(server, writeRequest(...request)))
  const metrics = await (await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text()
  await server.close()
  return { ...response, metrics, lines: log.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const expectPresented = ({ headers, body: text, status }: RawResponse, lines: readonly Record<string, unknown>[]) => {
  const requestId = headers.get('x-request-id')
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-type')).toContain('application/json')
  expect(lines.filter((line) => line['msg'] === 'request' && line['requestId'] === requestId)).toMatchObject([
    { status },
  ])
  for (const secret of ['node_modules', 'src/', '    at ', 'secret']) expect(text).not.toContain(secret)
}

describe('an invalid Host', () => {
  const hosts = ['a b', '[', '127.0.0.1:99999', ']', '%', '[::1', 'localhost:x', '://', '']
  test.each(hosts)('%j on an open server', async (host) => {
    for (const [method, path] of [
      ['POST', '/graphql'],
      ['GET', '/health/live'],
      ['GET', '/api/v1/monitoring/export'],
      ['GET', '/nowhere'],
    ] as const) {
      const { lines, ...response } = await sendTo({}, method, path, method === 'POST' ? body : '', {
        ...json,
        Host: host,
      })
      expect([200, 404, 421]).toContain(response.status)
      if (path === '/graphql') expect(response.status).toBe(host === '127.0.0.1:99999' ? 200 : 421)
      if (response.status !== 200) expectPresented(response, lines)
    }
  })

  test.each(hosts)('%j on a server with authentication', async (host) => {
    const { lines, ...response } = await sendTo({ access }, 'POST', '/graphql', body, { ...json, Host: host })
    expect(response.status).toBe(401)
    expectPresented(response, lines)
  })
})

const fail = (): never => {
  throw new Error('secret of /src/secret.ts')
}
const failing = new Map()
failing.get = fail

describe('any error results in one masked response', () => {
  const cases: [name: string, options: TestAppOptions, method: string, path: string, text: string][] = [
    [
      'by a plugin',
      { documents: { manifest: failing, only: true } },
      'POST',
      '/graphql',
      JSON.stringify({ documentId: `sha256:${'0'.repeat(64)}` }),
    ],
    ['by the check of readiness', { checkDatabase: async () => fail() }, 'GET', '/health/ready', ''],
    ['by the export', { now: fail }, 'GET', '/api/v1/monitoring/export', ''],
    ['by authentication', { access, now: fail }, 'GET', '/metrics', ''],
  ]
  test.each(cases)('%s', async (name, options, method, path, text) => {
    const headers = {
      ...json,
      Authorization: `Bearer ${token}`,
    }
    const { lines, metrics, ...response } = await sendTo(options, method, path, text, headers)
    expect(response.status).toBe(500)
    expect(response.body).toContain('INTERNAL_SERVER_ERROR')
    expect(response.body).toContain(`request id ${response.headers.get('x-request-id')}`)
    expectPresented(response, lines)
    expect(lines.filter(({ msg }) => msg === 'unexpected error')).toHaveLength(name.includes('authentication') ? 2 : 1)
    if (!name.includes('authentication')) expect(/code="INTERNAL_SERVER_ERROR"\} (\d+)/.exec(metrics)?.[1]).toBe('1')
  })

  test('an error of an observer does not change the response, and is logged', async () => {
    const { lines, ...response } = await sendTo({ onResponse: fail }, 'POST', '/graphql', body, json)
    expect([response.status, JSON.parse(response.body).data]).toEqual([200, { overview: { totalErrors: 0 } }])
    expect(lines.filter(({ msg }) => msg === 'could not report a request')).toHaveLength(2)
  })
})

test.each([
  ['POST', '/graphql'],
  ['GET', '/api/v1/monitoring/export'],
  ['GET', '/metrics'],
])('an unavailable database is reported as such for %s %s with an API token', async (method, path) => {
  const db = openDatabase({ connection: { host: '127.0.0.1', port: 1, user: 'x', database: 'x' }, poolSize: 1 })
  const { lines, ...response } = await sendTo({ db, access }, method, path, method === 'POST' ? body : '', {
    ...json,
    Authorization: `Bearer ${token}`,
  })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  expect(response.body).toContain('"SERVICE_UNAVAILABLE"')
  expectPresented(response, lines)
  await db.close()
})
