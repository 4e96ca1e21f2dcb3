import { setImmediate as nextTurn } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { countQuery, patience, recordMutation, runOn, useReplicated } from '../support/replicas.ts'

describe.skipIf(binFolder === undefined)('a streaming replica with faults', () => {
  const servers = useReplicated()

  test('a replica that lags is left out, visibly, and comes back by itself', async () => {
    const { send, get, readsFrom, statusIs, changes } = await servers.serve({ maxLagMs: 1000 })
    await waitFor(statusIs('used'), patience)
    await servers.whilePaused(async () => {
      let n = 0
      await waitFor(async () => {
        await servers.insertMessage(`lag-${n++}`)
        return statusIs('lagging')()
      }, patience)
      const answer = await send(servers.tokens.reader, '{ message(id: "lag-0") { id } }')
      expect(answer.data).toEqual({ message: { id: 'lag-0' } })
      expect(answer.extensions?.['database']).toEqual({ server: 'primary' })
      const ready = await get('/health/ready')
      const lagging = { number: 1, status: 'lagging', lagSeconds: expect.any(Number) }
      expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok', replicas: [lagging] }])
      const metrics = await (await get('/metrics')).text()
      expect(metrics).toContain('botlens_replica_used{replica="1"} 0')
      const [, lag] = /^botlens_replica_lag_seconds\{replica="1"\} ([\d.]+)$/m.exec(metrics) ?? []
      expect(Number(lag)).toBeGreaterThan(1)
    })
    await waitFor(statusIs('used'), patience)
    await waitFor(() => readsFrom('replica'), patience)
    expect(changes.map(({ status }) => status)).toEqual(expect.arrayContaining(['used', 'lagging', 'used']))
  })

  test('a lost replica fails no query, and comes back by itself', async () => {
    const { send, readsFrom, statusIs } = await servers.serve()
    await waitFor(statusIs('used'), patience)
    const failures: unknown[] = []
    let going = true
    let answered = 0
    const worker = async () => {
      for (; going; answered++) {
        const { status, errors } = await send(
          servers.tokens.reader,
          `{ messages(first: 5) { nodes { id session { id } } totalCount } }`,
        )
        if (status !== 200 || errors.length > 0) failures.push({ status, errors })
      }
    }
    const load = Promise.all([worker(), worker(), worker(), worker()])
    await waitFor(async () => {
      await nextTurn()
      return answered > 20
    }, patience)
    await servers.replica.stop()
    await waitFor(statusIs('unavailable'), patience)
    expect(await readsFrom('primary')).toBe(true)
    await servers.replica.start()
    await waitFor(statusIs('used'), patience)
    await waitFor(() => readsFrom('replica'), patience)
    going = false
    await load
    expect(failures).toEqual([])
  })

  test('a query whose replica is lost while it runs is executed again on the primary', async () => {
    const { send, statusIs } = await servers.serve()
    await waitFor(statusIs('used'), patience)
    const admin = new pg.Client({ connectionString: servers.primary.url })
    await admin.connect()
    // The replica replays the lock.
    await admin.query('BEGIN; LOCK TABLE monitoring_messages IN ACCESS EXCLUSIVE MODE; SELECT pg_switch_wal()')
    const count = async (statement: string) => Number((await runOn(servers.replica, statement))[0].count)
    await waitFor(
      async () =>
        (await count(
          "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'monitoring_messages'::regclass",
        )) === 1,
      patience,
    )
    const running = send(servers.tokens.reader, '{ messages(first: 1) { nodes { id } } }')
    await waitFor(
      async () =>
        (await count(
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'botlens' AND wait_event_type = 'Lock'",
        )) === 1,
      patience,
    )
    await servers.replica.stop()
    await admin.query('ROLLBACK')
    await admin.end()
    const { status, errors, extensions } = await running
    expect([status, errors, extensions?.['database']]).toEqual([200, [], { server: 'primary' }])
    await servers.replica.start()
    await waitFor(statusIs('used'), patience)
  })

  test('a replica that hangs is left out, and comes back by itself', async () => {
    const { send, readsFrom, statusIs } = await servers.serve({ checkTimeoutMs: 1000 })
    await waitFor(statusIs('used'), patience)
    await servers.replica.freeze(true)
    try {
      await waitFor(statusIs('unavailable'), patience)
      expect((await send(servers.tokens.reader, countQuery)).errors).toEqual([])
      expect(await readsFrom('primary')).toBe(true)
      const { data } = await send(servers.tokens.writer, recordMutation('while-frozen'))
      expect(data).toEqual({ recordMessages: { recorded: 1 } })
      const own = await send(servers.tokens.writer, '{ message(id: "while-frozen") { id } }')
      expect(own.data).toEqual({ message: { id: 'while-frozen' } })
    } finally {
      await servers.replica.freeze(false)
    }
    await waitFor(statusIs('used'), patience)
    await waitFor(() => readsFrom('replica'), patience)
  })
})
