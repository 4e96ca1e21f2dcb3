import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { PrismaClient } from './generated/client.ts'

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
  close(): Promise<void>
}

/** How to reach PostgreSQL, and what to tell of it. */
export interface DatabaseOptions {
  readonly connection: Pick<pg.PoolConfig, 'connectionString' | 'host' | 'port' | 'user' | 'database'>
  /** The most connections at once. */
  readonly poolSize: number
  /** Called with the text of every statement that is sent, Prisma's too. */
  readonly onStatement?: (text: string) => void
  /** Called when a connection that nobody uses fails, as when the database goes away. */
  readonly onConnectionError?: (error: Error) => void
}

const { builtins } = pg.types

/** Counts and sums come as numbers: exact up to 2^53, which `SafeInt` holds them to. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === builtins.INT8 || oid === builtins.NUMERIC
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** A client that reports each statement before it sends it: the one place that sees Prisma's and ours. */
const reportingClient = (onStatement: (text: string) => void) =>
  class extends pg.Client {
    override query(...args: unknown[]): never {
      const [statement] = args as [string | { text?: string }]
      onStatement(typeof statement === 'string' ? statement : (statement.text ?? ''))
      return super.query(...(args as Parameters<pg.Client['query']>)) as never
    }
  }

const queryableOn = (target: pg.Pool | pg.PoolClient): Queryable => ({
  query: async <Row>({ text, values }: Sql) => (await target.query({ text, values })).rows as Row[],
  execute: async ({ text, values }) => (await target.query({ text, values })).rowCount ?? 0,
})

const runTransaction = async <Result>(pool: pg.Pool, work: (tx: Queryable) => Promise<Result>): Promise<Result> => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(queryableOn(client))
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    const rollback = await client.query('ROLLBACK').then(
      () => undefined,
      (failure: Error) => failure,
    )
    client.release(rollback)
    throw error
  }
}

const runLocked = async <Result>(
  pool: pg.Pool,
  key: number,
  work: (db: Queryable) => Promise<Result>,
): Promise<Result | undefined> => {
  const client = await pool.connect()
  let failure: Error | undefined
  const db = queryableOn(client)
  try {
    const [lock] = await db.query<{ taken: boolean }>(sql`SELECT pg_try_advisory_lock(${key}) AS taken`)
    if (!lock?.taken) return undefined
    try {
      return await work(db)
    } finally {
      await db.query(sql`SELECT pg_advisory_unlock(${key})`)
    }
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    // A connection that failed is closed, and its lock with it.
    client.release(failure)
  }
}

/** Opens a pool on a PostgreSQL server. Connects with the first statement, not before. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const { connection, poolSize, onStatement, onConnectionError } = options
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    types,
    application_name: 'botlens',
    ...(onStatement ? { Client: reportingClient(onStatement) } : {}),
  })
  pool.on('error', (error) => onConnectionError?.(error))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
  return {
    ...queryableOn(pool),
    prisma,
    transaction: (work) => runTransaction(pool, work),
    tryLock: (key, work) => runLocked(pool, key, work),
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
