import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Limits } from '../../src/config/limits.ts'
import { type ConfiguredDatabase, openConfigured } from '../../src/db/open.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { testLimits } from './app.ts'
import { type Answer, ask } from './ask.ts'
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts'
import { type Listening, listen } from './listen.ts'

/** Sends a query over HTTP. */
export type Send = (
  query: string,
  options?: { readonly variables?: object; readonly signal?: AbortSignal },
) => Promise<Answer>

/** A server over HTTP on its own PostgreSQL, which can be made to fail. */
export interface FaultyServer {
  readonly cluster: Cluster
  readonly db: ConfiguredDatabase
  readonly server: Listening
  /** Lines that the app logged. */
  readonly logged: readonly string[]
  readonly send: Send
  /** Starts another server on the same database, with other limits. */
  serveWith(limits: Partial<Limits>): Promise<Send>
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
  /** The number of statements of the app that wait for a lock. */
  countBlocked(): Promise<number>
  /** Terminates all connections of the app, as the server would, and waits until both sides have closed them. */
  terminateConnections(): Promise<void>
  close(): Promise<void>
}

/** Options of a faulty server. */
export interface FaultyOptions {
  readonly cluster?: ClusterOptions
}

/** Milliseconds within which a state has to be reached, also on a busy machine. */
const patience = 60_000
/** Milliseconds between two checks of whether it has been reached. */
const interval = 20

/** Waits until the check succeeds. */
export const waitFor = async (check: () => boolean | Promise<boolean>, timeout = patience): Promise<void> => {
  const started = performance.now()
  while (!(await check())) {
    if (performance.now() - started > timeout) throw new Error(`Not within ${timeout} ms`)
    await delay(interval)
  }
}

/** Starts a PostgreSQL server, and an app on it that listens. */
export const startFaulty = async (bin: string, options: FaultyOptions = {}): Promise<FaultyServer> => {
  const cluster = await startCluster(bin, options.cluster)
  const config = { databaseUrl: cluster.url, dataFolder: '', poolSize: 4 }
  const db = await openConfigured(config, () => undefined, { statementTimeoutMs: testLimits.operationTimeoutMs })
  const logged: string[] = []
  const logger = makeLogger('info', { write: (line) => logged.push(line) })
  const servers: Listening[] = []
  const serve = async (limits: Limits): Promise<Listening> => {
    const server = await listen(createApp({ db, logger, limits, checkDatabase: db.check }))
    servers.push(server)
    return server
  }
  const sendTo =
    ({ url }: Listening): Send =>
    (query, { variables, signal } = {}) => {
      const send = (path: string, init?: RequestInit) =>
        fetch(`${url}${path}`, { ...init, ...(signal ? { signal } : {}) })
      return ask({ fetch: send }, query, variables ? { variables } : {})
    }
  const server = await serve(testLimits)

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
  /** Selects something of each connection of the app, and returns the number of its connections. */
  const ofConnections = (selected: string, condition = 'TRUE'): Promise<number> =>
    admin(async (client) => {
      const own = `FROM pg_stat_activity WHERE application_name = 'botlens' AND ${condition}`
      return (await client.query(`SELECT ${selected} ${own}`)).rowCount ?? 0
    })
  return {
    cluster,
    db,
    server,
    logged,
    admin,
    send: sendTo(server),
    serveWith: async (limits) => sendTo(await serve({ ...testLimits, ...limits })),
    isReady: async () => (await fetch(`${server.url}/health/ready`)).status === 200,
    whileLocked: (table, work) =>
      admin(async (client) => {
        await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`)
        await work(client)
        await client.query('ROLLBACK')
      }),
    countActive: () => ofConnections('pid', "state = 'active'"),
    countBlocked: () => ofConnections('pid', "wait_event_type = 'Lock'"),
    terminateConnections: async () => {
      await ofConnections('pg_terminate_backend(pid)')
      await waitFor(() => db.connections().total === 0)
      await waitFor(async () => (await ofConnections('pid')) === 0)
    },
    close: async () => {
      for (const each of servers) await each.close()
      await db.close()
      await cluster.remove()
    },
  }
}
