import pg from 'pg'
import { type Db, makeClient } from './client.ts'
import { bindStatements, onConnection, reportingClient, runStatement } from './connections.ts'
import { makeStatementNames } from './prepared.ts'
import type { Queryable, Transactional } from './queryable.ts'
import { setUpSession } from './sessionSettings.ts'
import { configOf, inTransaction, makeLocalLocks, queryableOn, withLock } from './transactions.ts'
import { valueTypes } from './types.ts'

/** An open database: one pool of connections, for Prisma and for statements of our own alike. */
export interface Database extends Transactional {
  /** The Prisma Client that requests read and write through. */
  readonly prisma: Db
  /**
   * Runs `work` on one connection that holds a lock, each statement in a transaction of its own. Returns undefined
   * without running it while the lock is held, by another process or in this one.
   */
  tryLock<Result>(key: number, work: (db: Queryable) => Promise<Result>): Promise<Result | undefined>
  /** Its connections: all, those that nobody uses, and how many wait for one. */
  connections(): { readonly total: number; readonly idle: number; readonly waiting: number }
  close(): Promise<void>
}

/** How to reach PostgreSQL, and what to tell of it. */
export interface DatabaseOptions {
  readonly connection: Pick<pg.PoolConfig, 'connectionString' | 'host' | 'port' | 'user' | 'database'>
  /** The most connections at once. */
  readonly poolSize: number
  /** Whether running statements can be cancelled from outside, as a server can and the embedded database cannot. */
  readonly cancellable?: boolean
  /** Milliseconds after which the server ends a statement; absent: never. */
  readonly statementTimeoutMs?: number
  /** Called with the text of every statement that is sent, Prisma's too. */
  readonly onStatement?: (text: string) => void
  /** Called with the name of each operation on the Prisma Client, e.g. `LlmCall.findPage`. */
  readonly onOperation?: (name: string) => void
  /** Called when a connection that nobody uses fails, as when the database goes away. */
  readonly onConnectionError?: (error: Error) => void
}

/** Milliseconds to wait for a connection, made or free: of a server, and of the embedded one, which answers one at a time. */
const connectionTimeouts = { server: 5000, embedded: 30_000 }

/** Opens a pool on a PostgreSQL server. Connects with the first statement, not before. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const { connection, poolSize, onStatement, onConnectionError, cancellable = false, statementTimeoutMs } = options
  const connectionTimeoutMillis = cancellable ? connectionTimeouts.server : connectionTimeouts.embedded
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    types: valueTypes,
    application_name: 'botlens',
    connectionTimeoutMillis,
    keepAlive: true,
    // The types miss that the pool waits for the promise before it hands the connection out.
    onConnect: (client) =>
      setUpSession(client, { plansAnew: cancellable, statementTimeoutMs }, connectionTimeoutMillis),
    Client: reportingClient(onStatement),
  })
  // A connection may fail while it is lent out and idle, as in the middle of a transaction: its next statement tells.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', (error) => onConnectionError?.(error))
  const locally = makeLocalLocks()
  const nameOf = cancellable ? makeStatementNames() : () => undefined
  const sql: Transactional = {
    ...queryableOn((statement) =>
      onConnection(pool, cancellable, (client) => runStatement(client, configOf(statement, nameOf))),
    ),
    transaction: (work) => onConnection(pool, cancellable, (client) => inTransaction(client, work)),
  }
  const prisma = makeClient(bindStatements(pool, cancellable), sql, nameOf, options.onOperation)
  return {
    ...sql,
    prisma,
    tryLock: (key, work) =>
      locally(key, () => onConnection(pool, cancellable, (client, discard) => withLock(client, key, work, discard))),
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
