import pg from 'pg'
import sql from 'sql-template-tag'
import { type Db, makeClient } from './client.ts'
import { bindStatements, onConnection, reportingClient, runForRawRows, runStatement } from './connections.ts'
import type { RawReader } from './extensions/rawRows.ts'
import { type Listener, type ListenerEvents, startListener } from './listener.ts'
import { makeStatementNames } from './prepared.ts'
import type { Queryable, Transactional } from './queryable.ts'
import { setUpSession } from './sessionSettings.ts'
import { configOf, inTransaction, makeLocalLocks, queryableOn, withLock } from './transactions.ts'
import { valueTypes } from './types.ts'

/** An open database: one connection pool, for Prisma and for the statements of this application. */
export interface Database extends Transactional {
  /** The Prisma Client of requests. */
  readonly prisma: Db
  /**
   * Runs `work` on one connection that holds a lock, each statement in a separate transaction. Returns undefined
   * without running it while the lock is held by another process or by this one.
   */
  tryLock<Result>(key: number, work: (db: Queryable) => Promise<Result>): Promise<Result | undefined>
  /** Notifications between the processes that use the database; undefined if only one process can use it. */
  readonly notifications: Notifications | undefined
  /** The number of connections, of idle connections, and of callers that wait for one. */
  connections(): { readonly total: number; readonly idle: number; readonly waiting: number }
  close(): Promise<void>
}

/** Notifications on a channel, without payload. */
export interface Notifications {
  listen(channel: string, events: ListenerEvents): Listener
  notify(channel: string): Promise<void>
}

/** Options of a connection pool. */
export interface DatabaseOptions {
  readonly connection: Pick<pg.PoolConfig, 'connectionString' | 'host' | 'port' | 'user' | 'database'>
  /** Maximum number of connections. */
  readonly poolSize: number
  /** Whether running statements can be cancelled. The embedded database does not support this. */
  readonly cancellable?: boolean
  /** Milliseconds to wait for a connection; by default 5000, or 30,000 if statements cannot be cancelled. */
  readonly connectionTimeoutMs?: number
  /** Milliseconds after which the server cancels a statement; undefined for never. */
  readonly statementTimeoutMs?: number
  /** Called with the text of each statement that is sent, including those of Prisma. */
  readonly onStatement?: (text: string) => void
  /** Called with the name of each operation on the Prisma Client, e.g. `LlmCall.findPage`. */
  readonly onOperation?: (name: string) => void
  /** Called when an idle connection fails, e.g. because the database became unavailable. */
  readonly onConnectionError?: (error: Error) => void
}

/** Default of `connectionTimeoutMs`. The embedded database runs one statement at a time, so callers wait longer. */
const connectionTimeouts = { server: 5000, embedded: 30_000 }

/** Opens a connection pool. It connects with the first statement, not before. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const { connection, poolSize, onStatement, onConnectionError, cancellable = false, statementTimeoutMs } = options
  const connectionTimeoutMillis =
    options.connectionTimeoutMs ?? (cancellable ? connectionTimeouts.server : connectionTimeouts.embedded)
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    types: valueTypes,
    application_name: 'botlens',
    connectionTimeoutMillis,
    keepAlive: true,
    // The types do not declare that the pool awaits the promise before it provides the connection.
    onConnect: (client) => setUpSession(client, { isServer: cancellable, statementTimeoutMs }, connectionTimeoutMillis),
    Client: reportingClient(onStatement),
  })
  // A connection may fail while it is acquired but idle, e.g. within a transaction. Its next statement reports the
  // error.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', (error) => onConnectionError?.(error))
  const locally = makeLocalLocks()
  const nameOf = cancellable ? makeStatementNames() : () => undefined
  const statements: Transactional & RawReader = {
    ...queryableOn((statement) =>
      onConnection(pool, cancellable, (client) => runStatement(client, configOf(statement, nameOf))),
    ),
    readRaw: (statement) =>
      onConnection(pool, cancellable, (client) => runForRawRows(client, configOf(statement, nameOf))),
    transaction: (work) => onConnection(pool, cancellable, (client) => inTransaction(client, nameOf, work)),
  }
  const prisma = makeClient(bindStatements(pool, cancellable), statements, nameOf, options.onOperation)
  return {
    ...statements,
    prisma,
    tryLock: (key, work) =>
      locally(key, () => onConnection(pool, cancellable, (client, discard) => withLock(client, key, work, discard))),
    notifications: cancellable ? makeNotifications(connection, statements) : undefined,
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

const makeNotifications = (connection: DatabaseOptions['connection'], db: Queryable): Notifications => ({
  listen: (channel, events) => startListener({ ...events, connection, channel }),
  notify: async (channel) => {
    await db.query(sql`SELECT pg_notify(${channel}, '')`)
  },
})
