import pg from 'pg'
import { cutConnection } from './cancel.ts'

/** Settings of a database connection, in addition to those of the server. */
export interface SessionSettings {
  /**
   * Whether it is a connection to a server: prepared statements are then planned with their values for each execution,
   * instead of a generic plan.
   */
  readonly isServer: boolean
  /** Milliseconds after which the server cancels a statement; undefined for the server's default. */
  readonly statementTimeoutMs: number | undefined
}

/**
 * Settings of connections to a server that let it notice within seconds that this process or its machine is gone, also
 * during a statement, so that the locks of maintenance are released. Without the timeout of data that is not
 * acknowledged, a result that is being sent would hold them for many minutes. PostgreSQL on Windows and old versions
 * reject the last two.
 */
const deadPeerSql = [
  'SET tcp_keepalives_idle = 10',
  'SET tcp_keepalives_interval = 5',
  'SET tcp_keepalives_count = 3',
  'DO $$ BEGIN SET tcp_user_timeout = 30000; EXCEPTION WHEN OTHERS THEN NULL; END $$',
  "DO $$ BEGIN SET client_connection_check_interval = '2s'; EXCEPTION WHEN OTHERS THEN NULL; END $$",
]

/**
 * Prisma's adapter and the parsers of values require times in ISO format and UTC, and numbers with all digits.
 * Just-in-time compilation takes longer than it saves: up to half a minute for a large filter, during which timeouts
 * have no effect.
 */
const settingsSql = ({ isServer, statementTimeoutMs }: SessionSettings): string =>
  [
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    'SET extra_float_digits = 1',
    'SET jit = off',
    ...(isServer ? ['SET plan_cache_mode = force_custom_plan', ...deadPeerSql] : []),
    ...(statementTimeoutMs === undefined ? [] : [`SET statement_timeout = ${Math.trunc(statementTimeoutMs)}`]),
  ].join('; ')

/**
 * The driver's original method, since the pool's clients report each statement. TypeScript would infer the last
 * overload.
 */
const query = pg.Client.prototype.query as (this: pg.ClientBase, text: string) => Promise<unknown>

/**
 * Prepares a new connection before any other statement runs on it. Connection poolers such as PgBouncer reject these
 * settings as startup parameters. The statement is not reported.
 * @param timeoutMs milliseconds after which the connection is considered failed.
 */
export const setUpSession = async (
  client: pg.ClientBase,
  settings: SessionSettings,
  timeoutMs: number,
): Promise<void> => {
  const timer = setTimeout(() => cutConnection(client), timeoutMs)
  try {
    await query.call(client, settingsSql(settings))
  } finally {
    clearTimeout(timer)
  }
}
