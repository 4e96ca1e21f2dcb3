import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder, type Cluster, startCluster } from '../support/cluster.ts'
import { startServer } from '../support/process.ts'

describe.skipIf(binFolder === undefined)('a server that is told to stop', () => {
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

  test('under load answers what it began, ends what hangs, and exits with 0 within 10 s', async () => {
    const server = await start()
    const admin = new pg.Client({ connectionString: cluster.url })
    await admin.connect()
    await admin.query('BEGIN; LOCK TABLE monitoring_errors IN ACCESS EXCLUSIVE MODE')
    const hanging = send(server.url, '{ errors { nodes { id } } }')
    let going = true
    const results: (number | 'refused')[] = []
    const worker = async () => {
      while (going) results.push(await send(server.url, '{ messages { totalCount } }').catch(() => 'refused' as const))
    }
    const workers = [worker(), worker(), worker(), worker()]
    while (results.length < 20) await send(server.url, '{ __typename }')
    const told = performance.now()
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    expect(performance.now() - told).toBeLessThan(11_000)
    going = false
    await Promise.all(workers)
    expect(await hanging).toBe(503)
    expect(results.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200))
    expect([200, 503, 'refused']).toEqual(expect.arrayContaining([...new Set(results)]))
    expect(server.output()).toContain('"msg":"stopped"')
    await admin.query('ROLLBACK')
    await admin.end()
  })

  test('twice ends at once', async () => {
    const server = await start()
    const admin = new pg.Client({ connectionString: cluster.url })
    await admin.connect()
    await admin.query('BEGIN; LOCK TABLE monitoring_errors IN ACCESS EXCLUSIVE MODE')
    const hanging = send(server.url, '{ errors { nodes { id } } }').catch(() => 'cut')
    await send(server.url, '{ __typename }')
    server.kill('SIGTERM')
    await server.waitFor(/"msg":"stopping"/)
    const told = performance.now()
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(1)
    expect(performance.now() - told).toBeLessThan(2000)
    expect(await hanging).toBe('cut')
    await admin.end()
  })
})
