import pg from 'pg'
import type { DatabaseOptions } from './database.ts'
import { listMigrations } from './migrate.ts'

/** Why a database cannot serve; undefined where it can. */
export type CheckDatabase = () => Promise<string | undefined>

/** Milliseconds that a server may take to respond to the check. */
const serverPatience = 1000
/** Milliseconds for which a result is reused, so that frequent checks cost no more. */
const validity = 250

/**
 * Makes the check whether the database answers and has all migrations, on a connection of its own: a pool whose
 * connections are all busy says nothing about the server.
 */
export const makeDatabaseCheck = (
  connection: DatabaseOptions['connection'],
  patience = serverPatience,
): CheckDatabase => {
  let last: Promise<string | undefined> | undefined
  let validUntil = Number.POSITIVE_INFINITY
  return () => {
    if (last && performance.now() < validUntil) return last
    // While a check runs, others wait for its result: a database that hangs gets one connection, not many.
    validUntil = Number.POSITIVE_INFINITY
    last = askDatabase(connection, patience).finally(() => {
      validUntil = performance.now() + validity
    })
    return last
  }
}

/** The code of PostgreSQL for a table that is not there. */
const undefinedTable = '42P01'

/** A server that rejects the check answers: what it says is for its operator, not a question of waiting. */
const explainFailure = (error: unknown): string => {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return 'the database does not respond'
  return error.code === undefinedTable
    ? 'the database is missing migrations'
    : `the database rejected the check (${error.code})`
}

const askDatabase = async (
  connection: DatabaseOptions['connection'],
  patience: number,
): Promise<string | undefined> => {
  const client = new pg.Client({
    ...connection,
    application_name: 'botlens health',
    connectionTimeoutMillis: patience,
    query_timeout: patience,
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
    // A server that hangs does not close the connection: this must not be waited for.
    client.end().catch(() => undefined)
  }
}
