import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder, type Cluster, startCluster } from '../support/cluster.ts'
import { acknowledge, makeServers, resume } from '../support/servers.ts'

/** Milliseconds within which a state has to be reached, also on a busy machine. */
const patience = 90_000
const recordError = `mutation ($id: ID!) {
  recordErrors(input: [{ id: $id, errorType: "E", errorMessage: "" }]) { recorded }
}`

describe.skipIf(binFolder === undefined)('subscriptions', () => {
  let cluster: Cluster
  let folder: string
  beforeAll(async () => {
    cluster = await startCluster(binFolder ?? '')
    folder = await mkdtemp(join(tmpdir(), 'botlens-subscriptions-'))
  })
  afterAll(async () => {
    await cluster.remove()
    await rm(folder, { recursive: true, force: true })
  })

  test('deliver every event once and in order across restarts of PostgreSQL and of a server', async () => {
    const servers = makeServers(cluster.url, { RATE_LIMIT: '0', MAX_EVENT_LOOP_DELAY_MS: '600000' }, folder)
    await servers.start(2)
    const [first, second] = [...servers.running.values()]
    if (!first || !second) throw new Error('Two servers were started')
    const errors = ['errorRecorded', 'errorLog'] as const
    const staying = resume(() => first.url, errors)
    const moving = resume(servers.anyUrl, errors)
    await expect.poll(() => staying.opened() + moving.opened(), { timeout: patience }).toBe(2)

    const recorded: string[] = []
    const record = async (count: number) => {
      const end = recorded.length + count
      while (recorded.length < end) {
        const id = `error ${recorded.length}`
        await acknowledge(servers.anyUrl, recordError, { id })
        recorded.push(id)
      }
    }
    await record(40)
    for (let n = 0; n < 3; n += 1) {
      await cluster.stop()
      const recording = record(40)
      await cluster.start()
      await recording
    }
    await staying.until(160)
    await servers.kill(second.name)
    await record(20)
    await servers.start(1)
    await record(20)

    for (const { until } of [staying, moving]) {
      const received = await until(recorded.length)
      expect(received.map(({ id }) => id)).toEqual(recorded)
    }
    // The streams of a server stay open while its database restarts.
    expect(staying.opened()).toBe(1)
    staying.stop()
    moving.stop()
    for (const at of [0, 39, 90, 199]) {
      const again = resume(servers.anyUrl, errors, staying.received[at]?.cursor)
      await record(1)
      const rest = await again.until(recorded.length - at - 1)
      expect(rest.map(({ id }) => id)).toEqual(recorded.slice(at + 1))
      again.stop()
    }
    expect(await servers.stop()).toEqual([0, 0])
  })
})
