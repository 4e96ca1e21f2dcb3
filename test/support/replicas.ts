import { setImmediate as nextTurn } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openConfigured } from '../../src/db/open.ts'
import { openReaders } from '../../src/db/replicas/open.ts'
import type { Readers } from '../../src/db/replicas/readers.ts'
import type { ReplicaState } from '../../src/db/replicas/replica.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { testLimits } from './app.ts'
import { ask } from './ask.ts'
import { binFolder, type Cluster, startCluster } from './cluster.ts'
import { waitFor } from './faults.ts'

/** Milliseconds within which a state has to be reached, also on a busy machine. */
export const patience = 60_000
/** A query that reads one statistic. */
export const countQuery = '{ messages { totalCount } }'

/** A mutation that records one message. */
export const recordMutation = (id: string): string =>
  `mutation { recordMessages(input: [{ id: "${id}", botId: "b", botName: "Bot", pipelineId: "p", pipelineName: "Pipeline", sessionId: "s", messageContent: "Hello" }]) { recorded } }`

/** Runs a statement on a server. */
export const runOn = async (cluster: Cluster, statement: string) => {
  const client = new pg.Client({ connectionString: cluster.url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Starts a primary with a streaming replica, and apps on them. */
export const startReplicated = async (bin: string) => {
  const primary = await startCluster(bin)
  const db = await openConfigured({ databaseUrl: primary.url, dataFolder: '', poolSize: 4 }, () => undefined)
  const replica = await startCluster(bin, { primary })
  const addToken = async (name: string) => {
    const request = { name, scopes: ['read', 'record', 'export'] as const, expiresAt: null }
    return (await createToken(db.prisma, request, new Date())) ?? ''
  }
  const tokens = { reader: await addToken('reader'), writer: await addToken('writer') }
  const opened: Readers[] = []

  /**
   * Creates an app that reads from the replica, or from another server. By default, its checks wait for a busy server, so
   * that a replica is left out for a reason of the test only.
   */
  const serve = async ({ maxLagMs = 600_000, checkTimeoutMs = patience, url = replica.url } = {}) => {
    const changes: ReplicaState[] = []
    const readers = await openReaders(
      { databaseUrl: primary.url, poolSize: 4, replicas: { urls: [url], maxLagMs } },
      { checkTimeoutMs, onChange: (state) => changes.push(state), onConnectionError: () => undefined },
    )
    if (!readers) throw new Error('There are no readers')
    opened.push(readers)
    const app = createApp({
      db,
      readers,
      logger: makeLogger('silent'),
      limits: testLimits,
      access: { mode: 'required', corsOrigins: [] },
      checkDatabase: db.check,
    })
    const fetch = async (path: string, init?: RequestInit) => app.fetch(new Request(`http://localhost${path}`, init))
    const send = (token: string, query: string, headers: Readonly<Record<string, string>> = {}) =>
      ask({ fetch }, query, { token, headers })
    return {
      readers,
      changes,
      send,
      get: (path: string) => fetch(path, { headers: { authorization: `Bearer ${tokens.reader}` } }),
      /** Whether a query of a caller reads from the primary or a replica. */
      readsFrom: async (server: 'primary' | 'replica', token = tokens.reader) => {
        const database = (await send(token, countQuery)).extensions?.['database'] as { server: string } | undefined
        return database?.server === server
      },
      statusIs: (status: ReplicaState['status']) => async () => {
        // Lets the checks of the replica run.
        await nextTurn()
        return readers.states()[0]?.status === status
      },
    }
  }
  return {
    primary,
    replica,
    db,
    tokens,
    serve,
    /** Inserts a message on the primary, as another program would. */
    insertMessage: (id: string) =>
      runOn(
        primary,
        `INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content, session_id, status, level)
         VALUES ('${id}', now(), 'b', 'Bot', 'p', 'Pipeline', 'Hello', 's', 'success', 'info')`,
      ),
    /** Runs work while the replica replays nothing. */
    whilePaused: async (work: () => Promise<void>) => {
      await runOn(replica, 'SELECT pg_wal_replay_pause()')
      await waitFor(
        async () => (await runOn(replica, 'SELECT pg_get_wal_replay_pause_state() AS state'))[0].state === 'paused',
        patience,
      )
      try {
        await work()
      } finally {
        await runOn(replica, 'SELECT pg_wal_replay_resume()')
      }
    },
    /** Closes what the apps have opened. */
    closeReaders: async () => {
      for (const readers of opened.splice(0)) await readers.close()
    },
    close: async () => {
      await db.close()
      await replica.remove()
      await primary.remove()
    },
  }
}

/** A primary with a streaming replica, and what creates apps on them. */
export type Replicated = Awaited<ReturnType<typeof startReplicated>>

/**
 * Starts a primary with a streaming replica for the tests of a suite, which is skipped without PostgreSQL's programs.
 * What is returned is complete once the first test begins.
 */
export const useReplicated = (): Replicated => {
  const servers = {} as Replicated
  beforeAll(async () => {
    Object.assign(servers, await startReplicated(binFolder ?? ''))
  })
  afterEach(() => servers.closeReaders())
  afterAll(() => servers.close())
  return servers
}
