import pg from 'pg'
import type { Sql } from 'sql-template-tag'

/** A connection to the PostgreSQL database of another program. */
export interface ForeignDatabase {
  /** Runs one statement with bound values. The caller specifies the row type and is responsible for it. */
  query<Row extends object>(statement: Sql): Promise<Row[]>
  close(): Promise<void>
}

/**
 * Connects to the PostgreSQL database of another program, with one connection.
 * @param timeout milliseconds after which a statement without a response fails.
 */
export const openForeignDatabase = async (connectionString: string, timeout: number): Promise<ForeignDatabase> => {
  const client = new pg.Client({
    connectionString,
    application_name: 'botlens follow',
    connectionTimeoutMillis: 10_000,
    query_timeout: timeout,
    keepAlive: true,
  })
  // A lost connection makes the next statement fail, where the error is handled.
  client.on('error', () => undefined)
  await client.connect()
  return {
    query: async <Row extends object>({ text, values }: Sql) => (await client.query<Row>({ text, values })).rows,
    close: () => client.end(),
  }
}
