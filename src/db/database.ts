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
   * Runs `work` on one connection that holds a lock, each statement in a transaction of its own; nothing where another
   * process holds it. The embedded database has one process, and therefore always gives the lock.
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

/**
 * Runs work on a connection of its own. One on which a statement was cancelled is not used again.
 * @param keepsLock whether a lock is held on it: then it is not used again after a failure, and its lock ends with it.
 */
const onConnection = async <Result>(
  pool: pg.Pool,
  cancellable: boolean,
  work: (client: pg.PoolClient) => Promise<Result>,
  keepsLock = false,
): Promise<Result> => {
  const signal = currentScope()?.signal
  signal?.throwIfAborted()
  const client = await pool.connect()
  if (signal?.aborted) client.release()
  signal?.throwIfAborted()
  const cancel = cancellable && signal ? cancelWith(signal, client) : undefined
  let failed = true
  try {
    const result = await work(client)
    failed = false
    return result
  } catch (error) {
    // The server reports a cancellation as it reports its own time limit: here the request has ended.
    if (cancel && signal?.aborted)
      throw new Error('Connection terminated: the request has ended', { cause: signal.reason })
    throw error
  } finally {
    const isCancelled = cancel?.stop() ?? false
    client.release(isCancelled || (failed && keepsLock))
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

const withLock = async <Result>(
  client: pg.PoolClient,
  key: number,
  work: (db: Queryable) => Promise<Result>,
): Promise<Result | undefined> => {
  const db = queryableOn((statement) => runStatement(client, statement))
  const [lock] = await db.query<{ taken: boolean }>(sql`SELECT pg_try_advisory_lock(${key}) AS taken`)
  if (!lock?.taken) return undefined
  try {
    return await work(db)
  } finally {
    await db.query(sql`SELECT pg_advisory_unlock(${key})`)
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
  const nameOf = cancellable ? makeStatementNames() : undefined
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  return {
    ...queryableOn((statement) => onConnection(pool, cancellable, (client) => runStatement(client, statement, nameOf))),
    prisma,
    transaction: (work) => onConnection(pool, cancellable, (client) => inTransaction(client, work)),
    tryLock: (key, work) => onConnection(pool, cancellable, (client) => withLock(client, key, work), true),
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
