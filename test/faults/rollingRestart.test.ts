import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../support/ask.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import { binFolder, type Cluster, startCluster } from '../support/cluster.ts'
import { startServer } from '../support/process.ts'
import { resume } from '../support/servers.ts'

describe.skipIf(binFolder === undefined)('two servers behind a load balancer', () => {
  let cluster: Cluster
  let folder: string
  let balancer: Balancer
  beforeAll(async () => {
    cluster = await startCluster(binFolder ?? '')
    folder = await mkdtemp(`${tmpdir()}/botlens-rolling-`)
    balancer = await startBalancer()
  })
  afterAll(async () => {
    await balancer.close()
    await cluster.remove()
    await rm(folder, { recursive: true, force: true })
  })

  /** Long enough for the load balancer to learn that a server stops, however busy the machine is. */
  const settings = { SHUTDOWN_DRAIN_MS: '5000' }
  const startBehind = async () => {
    const server = await startServer({ DATABASE_URL: cluster.url, ...settings }, folder)
    await balancer.add(server.url)
    return server
  }

  const app = { fetch: (path: string, init?: RequestInit) => fetch(`${balancer.url}${path}`, init) }
  const query = '{ overview { totalMessages } messages(first: 20) { nodes { id messageContent } totalCount } }'
  const mutation =
    'mutation ($id: ID!) { recordMessages(input: [{ id: $id, botId: "b", botName: "B", pipelineId: "p", pipelineName: "P", sessionId: "s", messageContent: "Hello" }]) { recorded } }'

  test('a rolling restart under load fails no request, loses no record, and moves subscriptions without a gap', async () => {
    const servers = [await startBehind(), await startBehind()]
    const subscribers = Array.from({ length: 4 }, () =>
      resume(() => `${balancer.url}/graphql`, ['messageRecorded', 'message']),
    )
    await expect.poll(() => subscribers.filter(({ opened }) => opened() === 1)).toHaveLength(subscribers.length)
    const failures: string[] = []
    let reads = 0
    let recorded = 0
    let going = true
    const note = async (work: () => Promise<{ status: number; text: string; errors: readonly object[] }>) => {
      const { status, text, errors } = await work()
      if (status !== 200 || errors.length > 0) failures.push(`${status} ${text}`)
    }
    const reader = async () => {
      for (; going; reads++) await note(() => ask(app, query))
    }
    const writer = async (name: string) => {
      for (let n = 0; going; n++, recorded++)
        await note(() => ask(app, mutation, { variables: { id: `${name}-${n}` } }))
    }
    const exporter = async () => {
      while (going) {
        const response = await app.fetch('/api/v1/monitoring/export?type=messages')
        const text = await response.text()
        if (response.status !== 200 || !text.startsWith('id,')) failures.push(`${response.status} ${text}`)
      }
    }
    const load = Promise.all([reader(), reader(), reader(), writer('a'), writer('b'), exporter()])
    for (const old of servers) {
      const before = reads + recorded
      old.kill('SIGTERM')
      expect(await old.ended()).toBe(0)
      expect(old.output()).not.toContain('"level":50')
      await startBehind()
      expect(reads + recorded).toBeGreaterThan(before)
    }
    going = false
    await load
    expect(failures).toEqual([])
    expect(reads).toBeGreaterThan(0)
    const { data } = await ask(app, '{ messages { totalCount } }')
    expect(data).toEqual({ messages: { totalCount: recorded } })

    const [first = [], ...others] = await Promise.all(subscribers.map(({ until }) => until(recorded)))
    const ids = first.map(({ id }) => id)
    for (const writer of ['a', 'b']) {
      const own = ids.filter((id) => id.startsWith(`${writer}-`))
      expect(own).toEqual(own.map((_, n) => `${writer}-${n}`))
    }
    expect(ids).toHaveLength(recorded)
    for (const other of others) expect(other).toEqual(first)
    for (const { opened, refused, stop } of subscribers) {
      expect(opened()).toBeGreaterThan(1)
      expect(refused()).toBe(0)
      stop()
    }
  })
})
