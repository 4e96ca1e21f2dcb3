import pg from 'pg'
import type { DatabaseOptions } from '../database.ts'
import { type LogPosition, parsePosition } from './position.ts'

/** Milliseconds that a server may take to respond. */
const defaultTimeout = 1000

/** The state of a server. */
export interface Probed {
  /** Identifies the cluster that the server is the primary or a replica of. */
  readonly cluster: string
  readonly isReplica: boolean
  /**
   * Of a replica, the position that it has replayed. Of a primary, the position that contains every commit that has
   * been acknowledged.
   */
  readonly position: LogPosition
}

/** Reads the state of a server on a separate connection, which is kept. */
export interface Probe {
  /** @throws the driver's error if the server does not respond in time. */
  read(): Promise<Probed>
  close(): Promise<void>
}

/** Commits that are not flushed before they are acknowledged are contained in what has been inserted only. */
const stateSql = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text AS cluster, pg_is_in_recovery() AS "isReplica",
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
      WHEN current_setting('synchronous_commit') = 'off' THEN pg_current_wal_insert_lsn()
      ELSE pg_current_wal_flush_lsn() END::text AS position`

/**
 * Creates a probe. It connects with the first reading. Concurrent readings share one statement.
 * @param timeout milliseconds that the server may take to respond.
 */
export const makeProbe = (connection: DatabaseOptions['connection'], timeout = defaultTimeout): Probe => {
  const pool = new pg.Pool({
    ...connection,
    max: 1,
    application_name: 'botlens replica check',
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    keepAlive: true,
  })
  pool.on('error', () => undefined)
  const ask = async (): Promise<Probed> => {
    const { rows } = await pool.query<{ cluster: string; isReplica: boolean; position: string | null }>(stateSql)
    const [row] = rows
    if (row?.position == null) throw new Error('The server has not replayed anything yet')
    return { ...row, position: parsePosition(row.position) }
  }
  return { read: ask, close: () => pool.end() }
}
