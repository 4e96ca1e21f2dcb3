import pg from 'pg'
import type { Limits } from '../../src/config/limits.ts'
import { type ConfiguredDatabase, openConfigured } from '../../src/db/open.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { testLimits } from './app.ts'
import { type Answer, ask } from './ask.ts'
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts'
import { type Listening, listen } from './listen.ts'

/** A server over HTTP on its own PostgreSQL, which can be made to fail. */
export interface FaultyServer {
  readonly cluster: Cluster
  readonly db: ConfiguredDatabase
  readonly server: Listening
  /** Lines that the app logged. */
  readonly logged: readonly string[]
  send(query: string, options?: { readonly variables?: object; readonly signal?: AbortSignal }): Promise<Answer>
  isReady(): Promise<boolean>
  /** Runs work with a separate connection. */
  admin<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>
  /** Runs work while every statement on a table is blocked. */
  whileLocked(table: string, work: (client: pg.Client) => Promise<void>): Promise<void>
  /**
   * The number of running statements of the app. Uses a new connection, since a transaction sees the statistics of its
   * start.
   */
  countActive(): Promise<number>
  close(): Promise<void>
}

/** Options of a faulty server. */
export interface FaultyOptions {
  readonly limits?: Partial<Limits>
  readonly poolSize?: number
  readonly cluster?: ClusterOptions
}

/** Polls until the check succeeds, and returns the elapsed milliseconds. */
export const waitFor = async (check: () => Promise<boolean>, patience: number): Promise<number> => {
  const started = performance.now()
  while (!(await check())) if (performance.now() - started > patience) throw new Error(`Not within ${patience} ms`)
  return performance.now() - started
}

/** Starts a PostgreSQL server, and an app on it that listens. */
export const startFaulty = async (bin: string, options: FaultyOptions = {}): Promise<FaultyServer> => {
  const cluster = await startCluster(bin, options.cluster)
  const config = { databaseUrl: cluster.url, dataFolder: '', poolSize: options.poolSize ?? 4 }
  const db = await openConfigured(config, () => undefined, { statementTimeoutMs: 10_000 })
  const logged: string[] = []
  const logger = makeLogger('info', { write: (line) => logged.push(line) })
  const app = createApp({ db, logger, limits: { ...testLimits, ...options.limits }, checkDatabase: db.check })
  const server = await listen(app)

  const admin: FaultyServer['admin'] = async (work) => {
    const client = new pg.Client({ connectionString: cluster.url, application_name: 'admin' })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  return {
    cluster,
    db,
    server,
    logged,
    admin,
    send: (query, { variables, signal } = {}) => {
      const send = (path: string, init?: RequestInit) =>
        fetch(`${server.url}${path}`, { ...init, ...(signal ? { signal } : {}) })
      return ask({ fetch: send }, query, variables ? { variables } : {})
    },
    isReady: async () => (await fetch(`${server.url}/health/ready`)).status === 200,
    whileLocked: (table, work) =>
      admin(async (client) => {
        await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
        await work(client)
        await client.query('ROLLBACK')
      }),
    countActive: () =>
      admin(async (client) => {
        const { rowCount } = await client.query(
          "SELECT FROM pg_stat_activity WHERE application_name = 'botlens' AND state = 'active'",
        )
        return rowCount ?? 0
      }),
    close: async () => {
      await server.close()
      await db.close()
      await cluster.remove()
    },
  }
}
