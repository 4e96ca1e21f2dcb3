import { afterEach, describe, expect, test } from 'vitest'
import { openReaders } from '../../src/db/replicas/open.ts'
import type { Readers } from '../../src/db/replicas/readers.ts'
import { binFolder, type Cluster, type ClusterOptions, startCluster } from '../support/cluster.ts'
import { waitFor } from '../support/faults.ts'
import { patience, runOn } from '../support/replicas.ts'

const notAReplica = { number: 1, status: 'not a replica of the primary', lagSeconds: null }

describe.skipIf(binFolder === undefined)('after a failover', () => {
  const clusters: Cluster[] = []
  let readers: Readers | undefined
  afterEach(async () => {
    await readers?.close()
    for (const cluster of clusters.splice(0)) await cluster.remove()
  })

  const start = async (options?: ClusterOptions) => {
    const cluster = await startCluster(binFolder ?? '', options)
    clusters.push(cluster)
    return cluster
  }
  const open = async (primary: Cluster, replica: Cluster) => {
    readers = await openReaders(
      { databaseUrl: primary.url, poolSize: 2, replicas: { urls: [replica.url], maxLagMs: 600_000 } },
      { checkTimeoutMs: patience, onChange: () => undefined, onConnectionError: () => undefined },
    )
    if (!readers) throw new Error('There are no readers')
    return readers
  }
  const promote = async (cluster: Cluster) => {
    const [{ promoted }] = await runOn(cluster, 'SELECT pg_promote() AS promoted')
    expect(promoted).toBe(true)
  }

  test('a replica that was promoted is not read any more', async () => {
    const primary = await start()
    const replica = await start({ primary })
    const { states, choose } = await open(primary, replica)
    await waitFor(() => states()[0]?.status === 'used', patience)
    await promote(replica)
    await waitFor(() => states()[0]?.status === notAReplica.status, patience)
    expect(states()).toEqual([notAReplica])
    expect(await choose('anyone')).toBeUndefined()
  })

  test('a replica of the former primary, which has replayed what the new one does not have, is not read', async () => {
    const former = await start()
    const promoted = await start({ primary: former })
    const stale = await start({ primary: former })
    await promoted.stop()
    await runOn(former, 'CREATE TABLE lost (id int); SELECT pg_switch_wal(); CREATE TABLE also_lost (id int)')
    const [{ position }] = await runOn(former, 'SELECT pg_current_wal_flush_lsn()::text AS position')
    await waitFor(async () => {
      const [{ reached }] = await runOn(stale, `SELECT pg_last_wal_replay_lsn() >= '${position}' AS reached`)
      return reached
    }, patience)
    await former.stop()
    await promoted.start()
    await promote(promoted)
    const { states, choose } = await open(promoted, stale)
    expect(states()).toEqual([notAReplica])
    expect(await choose('anyone')).toBeUndefined()
  })
})
