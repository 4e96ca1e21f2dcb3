import pg from 'pg'
import type { DatabaseOptions } from './database.ts'
import { listMigrations } from './migrate.ts'

/** Returns why a database is unavailable; undefined if it is available. */
export type CheckDatabase = () => Promise<string | undefined>

/** Milliseconds that a server may take to respond to the check. */
const serverTimeout = 1000
/** Milliseconds for which a result is reused, so that frequent checks do not cost more. */
const validity = 250

/**
 * Creates the check of whether the database responds and has all migrations. It uses a separate connection, since a
 * pool whose connections are all busy does not indicate the state of the server.
 */
export const makeDatabaseCheck = (
  connection: DatabaseOptions['connection'],
  timeout = serverTimeout,
): CheckDatabase => {
  let last: Promise<string | undefined> | undefined
  let validUntil = Number.POSITIVE_INFINITY
  return () => {
    if (last && performance.now() < validUntil) return last
    // While a check runs, others wait for its result, so that a database that hangs gets one connection, not many.
    validUntil = Number.POSITIVE_INFINITY
    last = askDatabase(connection, timeout).finally(() => {
      validUntil = performance.now() + validity
    })
    return last
  }
}

/** PostgreSQL's error code for a table that does not exist. */
const undefinedTable = '42P01'

/** A server that rejects the check does respond. The operator has to resolve its error, which a retry would not. */
const explainFailure = (error: unknown): string => {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return 'the database does not respond'
  return error.code === undefinedTable
    ? 'the database is missing migrations'
    : `the database rejected the check (${error.code})`
}

const askDatabase = async (connection: DatabaseOptions['connection'], timeout: number): Promise<string | undefined> => {
  const client = new pg.Client({
    ...connection,
    application_name: 'botlens health',
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
  })
  client.on('error', () => undefined)
  try {
    const names = await listMigrations()
    await client.connect()
    const { rowCount } = await client.query(
      'SELECT FROM _prisma_migrations WHERE migration_name = ANY($1) AND finished_at IS NOT NULL',
      [names],
    )
    return rowCount === names.length ? undefined : 'the database is missing migrations'
  } catch (error) {
    return explainFailure(error)
  } finally {
    // A server that hangs does not close the connection, so this is not awaited.
    client.end().catch(() => undefined)
  }
}
