import type pg from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { runStatement } from './connections.ts'
import type { NameStatement } from './prepared.ts'
import type { Queryable } from './queryable.ts'

/** Converts a statement to the driver's format, with the name under which it is prepared, if any. */
export const configOf = ({ text, values }: Sql, nameOf: NameStatement = () => undefined): pg.QueryConfig => {
  const name = nameOf(text)
  return name === undefined ? { text, values } : { name, text, values }
}

/** Creates a {@link Queryable} from a function that sends a statement. */
export const queryableOn = (run: (statement: Sql) => Promise<pg.QueryResult>): Queryable => ({
  query: async <Row>(statement: Sql) => (await run(statement)).rows as Row[],
  execute: async (statement) => (await run(statement)).rowCount ?? 0,
})

/** Runs work in one transaction: committed when it resolves, rolled back when it throws. */
export const inTransaction = async <Result>(
  client: pg.PoolClient,
  nameOf: NameStatement,
  work: (tx: Queryable) => Promise<Result>,
): Promise<Result> => {
  await runStatement(client, { text: 'BEGIN' })
  try {
    const result = await work(queryableOn((statement) => runStatement(client, configOf(statement, nameOf))))
    await runStatement(client, { text: 'COMMIT' })
    return result
  } catch (error) {
    await runStatement(client, { text: 'ROLLBACK' }).catch(() => undefined)
    throw error
  }
}

/** Runs work while the session holds a lock. A connection that cannot release it is closed, which releases the lock. */
export const withLock = async <Result>(
  client: pg.PoolClient,
  key: number,
  work: (db: Queryable) => Promise<Result>,
  discard: () => void,
): Promise<Result | undefined> => {
  const db = queryableOn((statement) => runStatement(client, configOf(statement)))
  const [lock] = await db.query<{ taken: boolean }>(sql`SELECT pg_try_advisory_lock(${key}) AS taken`)
  if (!lock?.taken) return undefined
  try {
    return await work(db)
  } finally {
    await db.query(sql`SELECT pg_advisory_unlock(${key})`).catch(discard)
  }
}

/** Makes locks exclusive within this process, for a database whose connections share one session. */
export const makeLocalLocks = () => {
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
