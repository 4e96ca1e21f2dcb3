import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder, type Cluster, startCluster } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { startServer } from '../support/process.ts'

describe.skipIf(binFolder === undefined)('a server that receives a stop signal', () => {
  let cluster: Cluster
  let folder: string
  beforeAll(async () => {
    cluster = await startCluster(binFolder ?? '')
    folder = await mkdtemp(`${tmpdir()}/botlens-stop-`)
  })
  afterAll(async () => {
    await cluster.remove()
    await rm(folder, { recursive: true, force: true })
  })

  const start = () => startServer({ DATABASE_URL: cluster.url }, folder)
  const send = async (url: string, query: string): Promise<number> => {
    const body = JSON.stringify({ query })
    const headers = { 'content-type': 'application/json', connection: 'close' }
    const answer = await fetch(url, { method: 'POST', headers, body })
    await answer.text()
    return answer.status
  }

  /** Locks a table that requests then wait for. Returns a function that releases it. */
  const lockErrors = async () => {
    const admin = new pg.Client({ connectionString: cluster.url })
    await admin.connect()
    await admin.query('BEGIN; LOCK TABLE monitoring_errors IN ACCESS EXCLUSIVE MODE')
    return async () => {
      await admin.query('ROLLBACK')
      await admin.end()
    }
  }
  /** Sends a request that waits for the table. Returns its status once it is known, as soon as it waits. */
  const sendHanging = async (url: string) => {
    const status = send(url, '{ errors { nodes { id } } }').catch(() => 'cut' as const)
    const watcher = new pg.Client({ connectionString: cluster.url })
    await watcher.connect()
    await waitFor(async () => (await watcher.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount === 1)
    await watcher.end()
    return { status }
  }

  test('completes running requests under load, aborts hanging ones, and exits with 0 in order', async () => {
    const server = await start()
    const release = await lockErrors()
    const hanging = await sendHanging(server.url)
    let going = true
    const results: (number | 'refused')[] = []
    const worker = async () => {
      while (going) results.push(await send(server.url, '{ messages { totalCount } }').catch(() => 'refused' as const))
    }
    const workers = [worker(), worker(), worker(), worker()]
    while (results.length < 20) await send(server.url, '{ __typename }')
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    going = false
    await Promise.all(workers)
    expect(await hanging.status).toBe(503)
    expect(results.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200))
    expect([200, 503, 'refused']).toEqual(expect.arrayContaining([...new Set(results)]))
    expect(server.output()).toContain('"msg":"stopped"')
    await release()
  })

  /** Sends requests one after the other on one connection until the server closes it, and returns all statuses. */
  const keepSending = (url: string): { first: Promise<void>; done: Promise<(number | 'cut')[]> } => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    const body = JSON.stringify({ query: '{ messages { totalCount } }' })
    const text = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const statuses: (number | 'cut')[] = []
    let received = ''
    let waits = true
    let responded: () => void = () => undefined
    const first = new Promise<void>((resolve) => {
      responded = resolve
    })
    const done = new Promise<(number | 'cut')[]>((resolve) => {
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(waits ? [...statuses, 'cut'] : statuses))
      socket.on('data', (data) => {
        received += data
        const [head = '', rest] = received.split('\r\n\r\n', 2)
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
        if (rest === undefined || Buffer.byteLength(rest) < length) return
        statuses.push(Number(head.split(' ')[1]))
        received = ''
        responded()
        waits = !/^connection: close$/im.test(head)
        if (waits) socket.write(text)
      })
    })
    socket.write(text)
    return { first, done }
  }

  test('responds to each request of clients with persistent connections, and closes none before', async () => {
    const server = await start()
    const clients = Array.from({ length: 20 }, () => keepSending(server.url))
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1')
    idle.on('error', () => undefined)
    await Promise.all(clients.map(({ first }) => first))
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    for (const { done } of clients) {
      const statuses = await done
      expect(statuses.length).toBeGreaterThan(0)
      expect(new Set(statuses)).toEqual(new Set([200]))
    }
    expect(server.output()).toContain('"msg":"stopped"')
    expect(server.output()).not.toContain('"level":50')
    idle.destroy()
  })

  test('exits immediately at the second signal', async () => {
    const server = await start()
    const release = await lockErrors()
    const hanging = await sendHanging(server.url)
    server.kill('SIGTERM')
    await server.waitFor(/"msg":"stopping"/)
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(1)
    expect(await hanging.status).toBe('cut')
    await release()
  })
})
