import { once } from 'node:events'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { currentScope } from '../shared/requestScope.ts'
import { cancelWith } from './cancel.ts'
import { sendCounted } from './countedQuery.ts'
import { PrismaClient } from './generated/client.ts'
import { makeStatementNames } from './prepared.ts'
import { setUpSession } from './sessionSettings.ts'
import { valueTypes } from './types.ts'

/** The Prisma client under a name of its own: an interface is far cheaper to check than the client's type. */
export interface Prisma extends PrismaClient {}

/** What runs statements: the database itself, or one transaction on it. */
export interface Queryable {
  /** Runs one statement with its values bound. The caller names the row type and answers for it against its own SQL. */
  query<Row>(statement: Sql): Promise<Row[]>
  /** Runs one statement that gives no rows, and tells how many it touched. */
  execute(statement: Sql): Promise<number>
}

/** An open database: one pool of connections, for Prisma and for statements of our own alike. */
export interface Database extends Queryable {
  readonly prisma: Prisma
  /** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
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
  /** Called when a connection that nobody uses fails, as when the database goes away. */
  readonly onConnectionError?: (error: Error) => void
}

/** Milliseconds to wait for a connection, made or free: of a server, and of the embedded one, which answers one at a time. */
const connectionTimeouts = { server: 5000, embedded: 30_000 }

/** A client that reports each statement before it sends it, and counts its rows: the one place that sees Prisma's and ours. */
const reportingClient = (onStatement: ((text: string) => void) | undefined) =>
  class extends pg.Client {
    override query(...args: unknown[]): never {
      const [statement] = args as [string | { text?: string }]
      const text = typeof statement === 'string' ? statement : (statement.text ?? '')
      onStatement?.(text)
      const scope = currentScope()
      scope?.onStatement(text)
      const countBytes = scope?.countBytes
      // What can submit itself, such as a cursor, reads its rows in its own way.
      if (!countBytes || isSubmittable(statement))
        return super.query(...(args as Parameters<pg.Client['query']>)) as never
      return sendCounted(countBytes, args, (query) => super.query(query)) as never
    }
  }

const isSubmittable = (statement: unknown): boolean =>
  typeof statement === 'object' && statement !== null && 'submit' in statement

/** Gives a statement the name under which it is prepared; none where it is not. */
type NameStatement = (text: string) => string | undefined

/** Runs one statement for the request that asks for it, and tells the request when it has ended. */
const runStatement = async (
  target: pg.ClientBase,
  { text, values }: Sql,
  nameOf: NameStatement = () => undefined,
): Promise<pg.QueryResult> => {
  const name = nameOf(text)
  const started = Date.now()
  let failure: unknown
  try {
    return await target.query(name === undefined ? { text, values } : { name, text, values })
  } catch (error) {
    failure = error
    throw error
  } finally {
    currentScope()?.onStatementEnd?.(text, started, failure)
  }
}

const queryableOn = (run: (statement: Sql) => Promise<pg.QueryResult>): Queryable => ({
  query: async <Row>(statement: Sql) => (await run(statement)).rows as Row[],
  execute: async (statement) => (await run(statement)).rowCount ?? 0,
})

/** Gets a connection, or stops waiting for one as soon as the signal aborts: then it goes back when it arrives. */
const takeConnection = async (pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> => {
  signal?.throwIfAborted()
  const taking = pool.connect()
  if (!signal) return taking
  const aborted = new AbortController()
  const abort = once(signal, 'abort', { signal: aborted.signal }).then(() => signal.throwIfAborted())
  try {
    await Promise.race([taking, abort])
    return await taking
  } catch (error) {
    taking.then(
      (client) => client.release(),
      () => undefined,
    )
    throw error
  } finally {
    abort.catch(() => undefined)
    aborted.abort()
  }
}

/**
 * Runs work on a connection of its own, which is closed when the request is aborted.
 * @param work may `discard` the connection, so that it is closed instead of used again.
 */
const onConnection = async <Result>(
  pool: pg.Pool,
  cancellable: boolean,
  work: (client: pg.PoolClient, discard: () => void) => Promise<Result>,
): Promise<Result> => {
  const signal = currentScope()?.signal
  const client = await takeConnection(pool, signal)
  const cancel = signal ? cancelWith(signal, client, cancellable) : undefined
  let discarded = false
  try {
    return await work(client, () => {
      discarded = true
    })
  } catch (error) {
    // The server reports a cancellation as it reports its own time limit: here the request has ended.
    if (cancel && signal?.aborted)
      throw new Error('Connection terminated: the request has ended', { cause: signal.reason })
    throw error
  } finally {
    const isCancelled = cancel?.stop() ?? false
    client.release(isCancelled || discarded)
  }
}

const inTransaction = async <Result>(
  client: pg.PoolClient,
  work: (tx: Queryable) => Promise<Result>,
): Promise<Result> => {
  await client.query('BEGIN')
  try {
    const result = await work(queryableOn((statement) => runStatement(client, statement)))
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Runs work under a lock of the session. A connection that cannot release it is closed, which releases it. */
const withLock = async <Result>(
  client: pg.PoolClient,
  key: number,
  work: (db: Queryable) => Promise<Result>,
  discard: () => void,
): Promise<Result | undefined> => {
  const db = queryableOn((statement) => runStatement(client, statement))
  const [lock] = await db.query<{ taken: boolean }>(sql`SELECT pg_try_advisory_lock(${key}) AS taken`)
  if (!lock?.taken) return undefined
  try {
    return await work(db)
  } finally {
    await db.query(sql`SELECT pg_advisory_unlock(${key})`).catch(discard)
  }
}

/** Makes locks exclusive inside this process, for a database whose connections share one session. */
const makeLocalLocks = () => {
  const held = new Set<number>()
  return async <Result>(key: number, work: () => Promise<Result>): Promise<Result | undefined> => {
    if (held.has(key)) return undefined
    held.add(key)
    try {
      return await work()
    } finally {
      held.delete(key)
    }
  }
}

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
  const nameOf = cancellable ? makeStatementNames() : undefined
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  return {
    ...queryableOn((statement) => onConnection(pool, cancellable, (client) => runStatement(client, statement, nameOf))),
    prisma,
    transaction: (work) => onConnection(pool, cancellable, (client) => inTransaction(client, work)),
    tryLock: (key, work) =>
      locally(key, () => onConnection(pool, cancellable, (client, discard) => withLock(client, key, work, discard))),
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
