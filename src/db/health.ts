import pg from 'pg'
import type { DatabaseOptions } from './database.ts'
import { listMigrations } from './migrate.ts'

/** Why a database cannot serve; undefined where it can. */
export type CheckDatabase = () => Promise<string | undefined>

/** Milliseconds that a database may take to answer the check. */
const patience = 1000
/** Milliseconds for which an answer counts, so that asking often costs no more. */
const validity = 250

/**
 * Makes the check whether the database answers and has all migrations, on a connection of its own: a pool whose
 * connections are all busy says nothing about the server.
 */
export const makeDatabaseCheck = (connection: DatabaseOptions['connection']): CheckDatabase => {
  let last: { readonly at: number; readonly answer: Promise<string | undefined> } | undefined
  return () => {
    const now = performance.now()
    if (last && now - last.at < validity) return last.answer
    last = { at: now, answer: askDatabase(connection) }
    return last.answer
  }
}

const askDatabase = async (connection: DatabaseOptions['connection']): Promise<string | undefined> => {
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
    return rowCount === names.length ? undefined : 'the database lacks migrations'
  } catch {
    return 'the database does not answer'
  } finally {
    // A server that hangs would not answer the goodbye either.
    client.end().catch(() => undefined)
  }
}
