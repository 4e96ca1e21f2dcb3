import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fillLlmCalls } from '../../bench/data.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { type TestAppOptions, testLimits } from '../support/app.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { interceptOperations } from '../support/intercept.ts'
import { type Listening, listen } from '../support/listen.ts'
import { sendDeaf, sendRaw, writeRequest } from '../support/rawHttp.ts'

const access = { mode: 'required', corsOrigins: [] } as const
const exportPath = '/api/v1/monitoring/export'
/** More than the socket buffers of a client that does not read hold. */
const rowCount = 60_000

let db: OpenTestDatabase
let token: string
let log: string[]
beforeAll(async () => {
  db = await openTestDatabase()
  await fillLlmCalls(db, rowCount)
  token = (await createToken(db.prisma, { name: 'all', scopes: ['read', 'export'], expiresAt: null }, new Date())) ?? ''
})
afterAll(() => db.close())
beforeEach(() => {
  log = []
})

const open = (options: TestAppOptions = {}): Promise<Listening> =>
  listen(
    createApp({ db, logger: makeLogger('info', { write: (line) => log.push(line) }), limits: testLimits, ...options }),
  )

const graphql = (query: string, headers: Readonly<Record<string, string>> = {}) =>
  writeRequest('POST', '/graphql', JSON.stringify({ query }), {
    'Content-Type': 'application/json',
    Connection: 'keep-alive',
    ...headers,
  })
const exporting = (headers: Readonly<Record<string, string>> = {}) =>
  writeRequest('GET', `${exportPath}?type=llm-calls`, '', { Connection: 'keep-alive', ...headers })
const field = (index: number) =>
  `a${index}: llmCalls(first: 1000) { nodes { id timestamp modelName status botId botName pipelineId pipelineName sessionId messageId } }`
const large = `{ ${Array.from({ length: 30 }, (_, index) => field(index)).join(' ')} }`

const post = async ({ url }: Listening, query = '{ __typename }'): Promise<number> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  await response.text()
  return response.status
}
const startExport = async ({ url }: Listening, headers: Record<string, string> = {}): Promise<number> => {
  const response = await fetch(`${url}${exportPath}?type=llm-calls`, { headers })
  await response.body?.cancel()
  return response.status
}

/** The value of a metric. */
const readMetric = async ({ url }: Listening, name: string, headers: Record<string, string> = {}): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`, { headers })).text()
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
}

describe('a response that its client does not read', () => {
  test.each([
    ['of GraphQL', graphql(large)],
    ['of the export', exporting()],
    ['of several requests on one connection', graphql(large) + graphql(large) + exporting()],
  ])(
    '%s counts as load, is closed after the timeout without progress, and is then no longer counted',
    async (_name, text) => {
      const server = await open({ limits: { ...testLimits, maxInFlight: 1, sendTimeoutMs: 3000 } })
      const client = await sendDeaf(server, text)
      await expect.poll(() => post(server)).toBe(503)
      await client.closed
      expect(await post(server)).toBe(200)
      client.disconnect()
      await server.close()
    },
  )

  test('is not closed while the server is what takes long', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let reach: () => void = () => undefined
    const reached = new Promise<void>((resolve) => {
      reach = resolve
    })
    let pages = 0
    const slow = interceptOperations(db, async (operation) => {
      if (operation === '$rawRows') pages += 1
      if (pages < 3) return
      reach()
      await held
    })
    const server = await open({ db: slow, limits: { ...testLimits, sendTimeoutMs: 2000 } })
    const closed: string[] = []
    server.server.on('connection', (socket) => {
      socket.on('timeout', () => closed.push(socket.destroyed ? 'closed' : 'open'))
    })
    const sent = request(`${server.url}${exportPath}?type=llm-calls`, { agent: false })
    sent.end()
    const [response] = await once(sent, 'response')
    let text = ''
    response.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    await reached
    await expect.poll(() => closed).toContain('open')
    release()
    await once(response, 'close')
    expect(text.trimEnd().split('\n')).toHaveLength(1 + rowCount)
    expect(closed).not.toContain('closed')
    await server.close()
  })
})

test('the number of requests in flight returns to zero, however they end', async () => {
  const server = await open({ access })
  const headers = { authorization: `Bearer ${token}` }
  const json = { 'content-type': 'application/json' }
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, { ...init, headers: { ...headers, ...init.headers } }).then((r) => r.text())
  await Promise.all([
    send('/graphql', { method: 'POST', headers: json, body: JSON.stringify({ query: '{ messages { totalCount } }' }) }),
    send('/graphql', { method: 'POST', headers: json, body: '{' }),
    send('/graphql', { method: 'POST', headers: json, body: JSON.stringify({ query: '{ nothing }' }) }),
    send('/graphql', { method: 'POST', body: 'x' }),
    send('/graphql', { method: 'PUT', body: 'x' }),
    send(`${exportPath}?type=nothing`),
    send(`${exportPath}?type=errors`),
    send(exportPath, { headers: { authorization: 'Bearer x' } }),
    sendRaw(
      server,
      'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nConnection: close\r\n\r\n{'.concat('    '),
    ),
  ])
  const deaf = await sendDeaf(server, graphql(large, { Authorization: `Bearer ${token}` }))
  deaf.disconnect()
  await deaf.closed
  await expect.poll(() => readMetric(server, 'botlens_requests_in_flight', headers)).toBe(0)
  await expect.poll(() => readMetric(server, 'botlens_exports_running', headers)).toBe(0)
  await server.close()
})

describe('the slot of an export', () => {
  test('is released after clients disconnect during authentication', async () => {
    const waiting: (() => void)[] = []
    let holds = true
    const held = interceptOperations(db, async (operation) => {
      if (holds && operation === 'ApiToken.findFirst') await new Promise<void>((resolve) => waiting.push(resolve))
    })
    const server = await open({ db: held, access, limits: { ...testLimits, exportsPerCaller: 2 } })
    const authorization = `Bearer ${token}`
    for (let index = 0; index < 3; index += 1) {
      const client = await sendDeaf(server, exporting({ Authorization: authorization }))
      await expect.poll(() => waiting.length).toBe(index + 1)
      client.disconnect()
      await client.closed
    }
    holds = false
    for (const resolve of waiting) resolve()
    await expect.poll(() => log.filter((line) => line.includes('"status":499')).length).toBe(3)
    expect(await startExport(server, { authorization })).toBe(200)
    expect(await startExport(server, { authorization })).toBe(200)
    expect(log.filter((line) => line.includes('"level":50'))).toEqual([])
    await server.close()
  })

  test('is released after requests that waited on a closed connection', async () => {
    const server = await open({ limits: { ...testLimits, exportsPerCaller: 3 } })
    const client = await sendDeaf(server, exporting().repeat(3))
    await expect.poll(() => startExport(server)).toBe(429)
    client.disconnect()
    await client.closed
    expect(await startExport(server)).toBe(200)
    await expect.poll(() => readMetric(server, 'botlens_exports_running')).toBe(0)
    await server.close()
  })
})
