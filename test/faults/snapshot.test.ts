import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { patience, runOn, useReplicated } from '../support/replicas.ts'

const query = '{ messages { totalCount } errors { nodes { id } } }'
const headers = { 'x-botlens-snapshot': '1' }

describe.skipIf(binFolder === undefined)('a query in one snapshot', () => {
  const servers = useReplicated()

  /**
   * Sends a query whose second statement waits for a lock, and commits a message and an error before it continues.
   * Returns the response.
   */
  const askAround = async (kind: 'primary' | 'replica', id: string, given: Readonly<Record<string, string>>) => {
    const server = servers[kind]
    const { send, readsFrom } = await servers.serve({ url: servers[kind].url })
    await waitFor(() => readsFrom(kind), patience)
    const count = async (statement: string) => Number((await runOn(server, statement))[0].count)
    const admin = new pg.Client({ connectionString: servers.primary.url })
    await admin.connect()
    try {
      // The replica replays the lock.
      await admin.query('BEGIN; LOCK TABLE monitoring_errors IN ACCESS EXCLUSIVE MODE; SELECT pg_switch_wal()')
      await waitFor(
        async () =>
          (await count(
            "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'monitoring_errors'::regclass",
          )) === 1,
        patience,
      )
      const asking = send(servers.tokens.reader, query, given)
      await waitFor(
        async () =>
          (await count(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'botlens' AND wait_event_type = 'Lock'",
          )) === 1,
        patience,
      )
      await admin.query(
        `INSERT INTO monitoring_errors (id, timestamp, error_type, error_message) VALUES ('${id}', now(), 'E', '')`,
      )
      await admin.query('COMMIT')
      const { data, errors, extensions } = await asking
      expect([errors, extensions?.['database']]).toEqual([[], expect.objectContaining({ server: kind })])
      return data
    } finally {
      await admin.end()
    }
  }

  test.each(['primary', 'replica'] as const)('does not contain what the %s commits meanwhile', async (kind) => {
    expect(await askAround(kind, `${kind} 1`, headers)).toEqual({ messages: { totalCount: 0 }, errors: { nodes: [] } })
    // Without the header, each statement has a snapshot of its own.
    const nodes = [{ id: `${kind} 2` }, { id: `${kind} 1` }]
    expect(await askAround(kind, `${kind} 2`, {})).toEqual({ messages: { totalCount: 0 }, errors: { nodes } })
    await runOn(servers.primary, 'DELETE FROM monitoring_errors')
  })
})
