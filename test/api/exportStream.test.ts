import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fillLlmCalls } from '../../bench/data.ts'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { createApp } from '../../src/server/createApp.ts'
import { testLimits } from '../support/app.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { listen } from '../support/listen.ts'

/** More than socket buffers hold, so that a client that pauses stops the export. */
const rowCount = 40_000

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
  await fillLlmCalls(db, rowCount)
})
afterAll(() => db.close())

let log: string[]
let server: Server
let port: number

const serve = async (from: Database) => {
  server = createServer(createApp({ db: from, logger: pino({}, { write: (line: string) => log.push(line) }) }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
}
const stop = async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
beforeEach(async () => {
  log = []
  await serve(db)
})
afterEach(stop)

const open = async (query: string, headers: Record<string, string> = {}): Promise<IncomingMessage> => {
  const sent = request({ port, host: '127.0.0.1', path: `/api/v1/monitoring/export?${query}`, headers, agent: false })
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return response
}

const readAll = async (response: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const countPages = (statements: readonly string[]) => statements.filter((text) => text.includes('AS page')).length

test('every row is exported once, in order, with and without gzip', async () => {
  const [plain, zipped] = [
    await readAll(await open('type=llm-calls')),
    await readAll(await open('type=llm-calls', { 'accept-encoding': 'gzip' })),
  ]
  expect(gunzipSync(zipped).equals(plain)).toBe(true)
  const rows = plain.toString().trimEnd().split('\n').slice(1)
  expect(rows).toHaveLength(rowCount)
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(rowCount)
  const times = rows.map((row) => row.split(',')[1] ?? '')
  expect(times).toEqual(times.toSorted().toReversed())
})

test('rows recorded during the walk neither repeat nor displace any', async () => {
  const response = await open(`type=llm-calls&limit=${rowCount}&columns=id`)
  expect(response.headers['x-truncated']).toBeUndefined()
  await db.execute(sql`
    INSERT INTO monitoring_llm_calls
    SELECT 'late-' || n, CASE n % 2 WHEN 0 THEN now() ELSE timestamptz '2020-01-01' END, 'm', 0, 0, 0, 0, 0, 'success'
    FROM generate_series(1, 100) AS n`)
  const ids = (await readAll(response)).toString().trimEnd().split('\n').slice(1)
  await db.execute(sql`DELETE FROM monitoring_llm_calls WHERE id LIKE 'late-%'`)
  expect(ids.filter((id) => !id.startsWith('late-'))).toHaveLength(rowCount)
  expect(new Set(ids).size).toBe(ids.length)
})

describe.each(['gzip', 'identity'])('%s', (encoding) => {
  test('a database that becomes unavailable interrupts the response, and the log contains the reason', async () => {
    const closed = openDatabase({ connection: db.connection, poolSize: 4, connectionTimeoutMs: 600_000 })
    await stop()
    await serve(closed)
    const response = await open('type=llm-calls', { 'accept-encoding': encoding })
    await once(response, 'readable')
    await closed.close()
    await expect(readAll(response)).rejects.toThrow('aborted')
    expect(response.complete).toBe(false)
    const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'export failed after the response had started',
        requestId: response.headers['x-request-id'],
      }),
    )
  })

  test('a client that disconnects ends the walk', async () => {
    const { statements } = await db.record(async () => {
      const closed = new Promise<void>((resolve) => {
        server.once('request', (_request, answer) => answer.once('close', () => resolve()))
      })
      const response = await open('type=llm-calls', { 'accept-encoding': encoding })
      await once(response, 'readable')
      response.destroy()
      await closed
      await db.query(sql`SELECT 1`)
    })
    const { statements: later } = await db.record(() => db.query(sql`SELECT 1`))
    expect(countPages(statements)).toBeLessThan(rowCount / 2000)
    expect(later).toEqual(['SELECT 1'])
    expect(log.filter((line) => line.includes('failed midway'))).toEqual([])
  })
})

test('a client that pauses stops the walk, while others are served', async () => {
  const { result: response, statements } = await db.record(async () => {
    const paused = await open('type=llm-calls')
    await once(paused, 'readable')
    const other = await open('type=llm-calls&limit=5&columns=id')
    expect((await readAll(other)).toString().trimEnd().split('\n')).toHaveLength(6)
    return paused
  })
  expect(countPages(statements)).toBeLessThan(rowCount / 2000)
  expect((await readAll(response)).toString().trimEnd().split('\n')).toHaveLength(1 + rowCount)
})

test('a client that disconnects releases its slot', async () => {
  const limited = await listen(
    createApp({ db, logger: pino({ level: 'silent' }), limits: { ...testLimits, exportsPerCaller: 1 } }),
  )
  const start = (leaving?: AbortController) =>
    fetch(`${limited.url}/api/v1/monitoring/export?type=llm-calls`, { signal: leaving?.signal ?? null })
  const leaving = new AbortController()
  const closed = new Promise<void>((resolve) => {
    limited.server.once('request', (_request, answer) => answer.once('close', () => resolve()))
  })
  expect((await start(leaving)).status).toBe(200)
  const refused = await start()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
  expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' })
  leaving.abort()
  await closed
  const last = await start()
  expect(last.status).toBe(200)
  await last.body?.cancel()
  await limited.close()
})
