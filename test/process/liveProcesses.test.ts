import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'
import { type EventReader, type Result, readEvents } from '../support/events.ts'
import { startServer } from '../support/process.ts'
import { serverUrl } from '../support/realServer.ts'

type RunningServer = Awaited<ReturnType<typeof startServer>>

const query = 'subscription ($after: String) { errorRecorded(after: $after) { cursor errorLog { id } } }'

const open = async (url: string, after?: unknown): Promise<EventReader> =>
  readEvents(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables: { after } }),
    }),
  )

/** Reads ids until the given number, subscribing again after the cursor of each error. */
const readIds = async (events: EventReader, count: number, reopen: (after: unknown) => Promise<EventReader>) => {
  const ids: string[] = []
  let current = events
  while (ids.length < count) {
    const { data, errors }: Result = (await current.nextResult()) ?? {}
    const event = data?.['errorRecorded'] as { errorLog: { id: string } } | undefined
    if (event) ids.push(event.errorLog.id)
    else current = await reopen(errors?.[0]?.extensions?.['cursor'])
  }
  await current.close()
  return ids
}

const record = (server: RunningServer, id: string) =>
  server.ask(`mutation { recordErrors(input: [{ id: "${id}", errorType: "E", errorMessage: "" }]) { recorded } }`)

const refuseReopening = () => Promise.reject(new Error('The subscription ended'))

describe.skipIf(!serverUrl)('servers of one database', () => {
  let folder: string
  let database: TestDatabase
  let client: pg.Client
  let environment: Record<string, string>
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botlens-live-'))
    database = await startTestDatabase()
    environment = { DATABASE_URL: database.connection.connectionString ?? '' }
    client = new pg.Client(database.connection)
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const startServers = (count: number) =>
    Promise.all(Array.from({ length: count }, () => startServer(environment, folder)))

  const insert = (id: string) =>
    client.query(
      "INSERT INTO monitoring_errors (id, timestamp, error_type, error_message) VALUES ($1, now(), 'E', '')",
      [id],
    )

  test.each([2, 4])('%i of them deliver each event once and in the same order, whoever records it', async (count) => {
    const servers = await startServers(count)
    const streams = await Promise.all(servers.map(({ url }) => open(url)))
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 20; n += 1) {
        const id = `${count} ${writer} ${n}`
        const server = servers[writer % servers.length]
        await (writer === 7 || !server ? insert(id) : record(server, id))
      }
    })
    const [first = [], ...others] = await Promise.all(streams.map((events) => readIds(events, 160, refuseReopening)))
    await Promise.all(writers)
    for (const other of others) expect(other).toEqual(first)
    expect(new Set(first).size).toBe(160)
    for (const server of servers) server.kill('SIGTERM')
    expect(await Promise.all(servers.map((server) => server.ended()))).toEqual(servers.map(() => 0))
  })

  test('a stopped server tells its subscribers to resume, at another one without a gap or a repeat', async () => {
    const [stopped, other] = await startServers(2)
    if (!stopped || !other) throw new Error('Two servers were started')
    const reference = await open(other.url)
    const moving = await open(stopped.url)
    const recording = (async () => {
      for (let n = 0; n < 60; n += 1) {
        await insert(`moved ${n}`)
        if (n === 30) stopped.kill('SIGTERM')
      }
    })()
    const [ids, expected] = await Promise.all([
      readIds(moving, 60, (after) => open(other.url, after)),
      readIds(reference, 60, refuseReopening),
    ])
    await recording
    expect(ids).toEqual(expected)
    expect(expected).toEqual(Array.from({ length: 60 }, (_, n) => `moved ${n}`))
    expect(await stopped.ended()).toBe(0)
  })

  test('the connection that listens is established again', async () => {
    const [server] = await startServers(1)
    if (!server) throw new Error('A server was started')
    const events = await open(server.url)
    const listening = async () => {
      const { rows } = await client.query(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'botlens live' AND datname = current_database()",
      )
      return rows.map(({ pid }: { pid: number }) => pid)
    }
    await expect.poll(listening).toHaveLength(1)
    const [pid] = await listening()
    await client.query('SELECT pg_terminate_backend($1)', [pid])
    await insert('after the failure')
    expect(await readIds(events, 1, refuseReopening)).toEqual(['after the failure'])
    const again = await open(server.url)
    const isListeningAgain = async () => {
      const pids = await listening()
      return pids.length === 1 && pids[0] !== pid
    }
    await expect.poll(isListeningAgain).toBe(true)
    await again.close()
    await expect.poll(listening).toEqual([])
  })
})
