import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { locks } from '../../src/db/locks.ts'
import { listMigrations } from '../../src/db/migrate.ts'
import { openConfigured } from '../../src/db/open.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { rollups } from '../../src/records/rollups.ts'
import { binFolder, type Cluster, startCluster } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { startSqliteLangBot } from '../support/langbot.ts'
import { runCommand } from '../support/process.ts'
import { acknowledge, makeServers, resume } from '../support/servers.ts'

/** Milliseconds within which another server takes over, with a margin for busy machines. */
const patience = 90_000
/** The maintenance that one server does at a time. */
const roles = {
  retention: locks.retention,
  sessions: locks.sessions,
  rollups: locks.rollups,
  following: locks.following,
}
const recordCall = `mutation ($id: ID!) {
  recordLlmCalls(input: [{ id: $id, modelName: "m", inputTokens: 2, outputTokens: 3, durationMs: 5 }]) { recorded }
}`

describe.skipIf(binFolder === undefined)('servers of one database', () => {
  let cluster: Cluster
  let folder: string
  beforeAll(async () => {
    cluster = await startCluster(binFolder ?? '')
    folder = await mkdtemp(join(tmpdir(), 'botlens-handover-'))
  })
  afterAll(async () => {
    await cluster.remove()
    await rm(folder, { recursive: true, force: true })
  })

  const connect = async (connectionString: string) => {
    const client = new pg.Client({ connectionString, application_name: 'test' })
    await client.connect()
    return client
  }
  const createDatabase = async (name: string) => {
    const client = await connect(cluster.url)
    await client.query(`CREATE DATABASE ${name}`)
    await client.end()
    return cluster.url.replace(/[^/]+$/, name)
  }

  test.each([2, 4])('of %i servers, another one takes over the maintenance of one that is killed', async (count) => {
    const url = await createDatabase(`handover_${count}`)
    const db = await openConfigured({ databaseUrl: url, dataFolder: '', poolSize: 2 }, () => undefined)
    const langBot = await startSqliteLangBot()
    const [reader, locker] = [await connect(url), await connect(url)]
    await reader.query(`
      INSERT INTO monitoring_errors (id, timestamp, error_type, error_message)
        SELECT 'old ' || n, now() - interval '40 days', 'E', '' FROM generate_series(1, 12000) AS n;
      INSERT INTO monitoring_errors (id, timestamp, error_type, error_message)
        SELECT 'new ' || n, now(), 'E', '' FROM generate_series(1, 20) AS n;
      INSERT INTO monitoring_sessions (session_id, bot_id, bot_name, pipeline_id, pipeline_name, message_count,
        start_time, last_activity, is_active)
        SELECT 'idle ' || n, 'b', 'B', 'p', 'P', 1, now() - interval '3 hours', now() - interval '2 hours', true
        FROM generate_series(1, 3) AS n`)
    for (const n of [1, 2, 3])
      await langBot.run(`INSERT INTO monitoring_errors (id, timestamp, error_type, error_message, bot_id, bot_name,
        pipeline_id, pipeline_name) VALUES ('copied ${n}', datetime('now'), 'E', '', 'b', 'B', 'p', 'P')`)

    // Every task waits in the middle of its work until the locks are released.
    await locker.query(
      'BEGIN; LOCK TABLE monitoring_errors, monitoring_sessions, botlens_errors_rollups IN SHARE ROW EXCLUSIVE MODE',
    )
    const settings = { RETENTION_DAYS: '30', FOLLOW_FROM: langBot.address, OPERATION_TIMEOUT_MS: '600000' }
    const servers = makeServers(url, { ...settings, RATE_LIMIT: '0', MAX_EVENT_LOOP_DELAY_MS: '600000' }, folder)
    await servers.start(count)
    const subscriber = resume(servers.anyUrl, ['llmCallRecorded', 'llmCall'])
    await expect.poll(() => subscriber.opened(), { timeout: patience }).toBe(1)

    let going = true
    const recorded: string[] = []
    const writers = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; going; n += 1) {
          const id = `call ${writer} ${n}`
          await acknowledge(servers.anyUrl, recordCall, { id })
          recorded.push(id)
        }
      }),
    )
    const findHolders = async () => {
      const { rows } = await reader.query<{ key: number; name: string }>(
        `SELECT objid::int AS key, application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pg_locks.database =
           (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
      return new Map(rows.map(({ key, name }) => [key, name]))
    }
    const areAllHeld = async () => {
      const holders = await findHolders()
      return Object.values(roles).every((key) => servers.running.has(holders.get(key) ?? ''))
    }
    const left = new Set<number>(Object.values(roles))
    for (const key of Object.values(roles)) {
      await waitFor(areAllHeld, patience)
      const holders = await findHolders()
      const victim = holders.get(key) ?? ''
      if (!left.has(key)) continue
      for (const [held, name] of holders) if (name === victim) left.delete(held)
      await servers.kill(victim)
      await waitFor(areAllHeld, patience)
      await servers.start(1)
    }
    expect([...left]).toEqual([])
    expect(servers.running.size).toBe(count)
    await locker.query('ROLLBACK')

    const find = async (statement: string) => (await reader.query<{ found: unknown }>(statement)).rows[0]?.found
    const isDone = async () =>
      (await find(`SELECT (SELECT count(*) FROM monitoring_errors WHERE id LIKE 'old%') = 0
        AND (SELECT count(*) FROM monitoring_errors WHERE id LIKE 'copied%') = 3
        AND (SELECT count(*) FROM monitoring_sessions WHERE is_active) = 0
        AND NOT EXISTS (SELECT 1 FROM botlens_errors_deltas) AS found`)) === true
    await waitFor(isDone, patience)
    going = false
    await writers

    const received = (await subscriber.until(recorded.length)).map(({ id }) => id)
    subscriber.stop()
    expect(new Set(received)).toEqual(new Set(recorded))
    expect(received).toHaveLength(recorded.length)
    expect(received).toEqual(
      await find(`SELECT array_agg(id ORDER BY seq, place) AS found FROM botlens_live_events,
        unnest(ids) WITH ORDINALITY AS one (id, place) WHERE table_name = 'monitoring_llm_calls'`),
    )
    const [server] = servers.running.values()
    expect(
      await server?.ask('{ overview { llmCalls totalTokens totalErrors activeSessions } sessions { totalCount } }'),
    ).toEqual({
      data: {
        overview: {
          llmCalls: recorded.length,
          totalTokens: 5 * recorded.length,
          totalErrors: 23,
          activeSessions: 0,
        },
        sessions: { totalCount: 3 },
      },
    })
    expect((await verifyRollups(db, rollups)).differences).toEqual([])
    expect(await servers.stop()).toEqual(Array.from({ length: count }, () => 0))
    for (const { output } of servers.running.values()) expect(output()).not.toContain('"level":50')
    await Promise.all([reader.end(), locker.end(), db.close(), langBot.stop()])
  })

  test('a server that is killed while it migrates leaves the migrations to the next one', async ({ skip }) => {
    const url = await createDatabase('handover_migrations')
    const [reader, locker] = [await connect(url), await connect(url)]
    // PostgreSQL notices during a statement that its client is gone if it has `client_connection_check_interval`.
    const { rows: versions } = await reader.query("SELECT current_setting('server_version_num')::int AS version")
    if (versions[0].version < 140_000) {
      await Promise.all([reader.end(), locker.end()])
      skip('client_connection_check_interval requires PostgreSQL 14')
    }
    // A migration in the middle waits for the name of its table.
    await locker.query('BEGIN; CREATE TABLE monitoring_tool_calls ()')
    const start = (name: string) =>
      runCommand(['serve'], { PORT: '0', DATABASE_URL: `${url}?application_name=${name}` }, folder)
    const isMigrating = (name: string) => async () => {
      const { rows } = await reader.query(
        `SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'
           AND query LIKE '%CREATE TABLE%monitoring_tool_calls%'`,
        [name],
      )
      return rows.length > 0
    }
    const first = start('first')
    await waitFor(isMigrating('first'), patience)
    const second = start('second')
    first.kill('SIGKILL')
    await waitFor(isMigrating('second'), patience)
    expect(await first.ended()).toBeNull()
    await locker.query('ROLLBACK')
    await second.waitFor(/"msg":"listening"/)
    const { rows } = await reader.query(
      'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
    )
    expect(rows).toEqual((await listMigrations()).map((name) => ({ name, finished: true })))
    second.kill('SIGTERM')
    expect(await second.ended()).toBe(0)
    await Promise.all([reader.end(), locker.end()])
  })
})
