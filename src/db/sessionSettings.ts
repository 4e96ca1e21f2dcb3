import pg from 'pg'
import { cutConnection } from './cancel.ts'

/** The settings of a connection to the database, beside those of the server. */
export interface SessionSettings {
  /** Whether prepared statements are planned with their values each time: a plan for any value knows too little. */
  readonly plansAnew: boolean
  /** Milliseconds after which the server ends a statement; absent: as the server has it. */
  readonly statementTimeoutMs: number | undefined
}

/** Prisma's adapter and the parsers of values read times as ISO in UTC, and numbers with all their digits. */
const settingsSql = ({ plansAnew, statementTimeoutMs }: SessionSettings): string =>
  [
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO, YMD'",
    'SET extra_float_digits = 1',
    ...(plansAnew ? ['SET plan_cache_mode = force_custom_plan'] : []),
    ...(statementTimeoutMs === undefined ? [] : [`SET statement_timeout = ${Math.trunc(statementTimeoutMs)}`]),
  ].join('; ')

/** The driver's own method, of whose overloads `call` would take the last: the pool's clients report each statement. */
const query = pg.Client.prototype.query as (this: pg.ClientBase, text: string) => Promise<unknown>

/**
 * Prepares a new connection before any other statement runs on it: a connection pooler such as PgBouncer rejects the
 * same settings as startup parameters. Nobody is told of the statement.
 * @param patienceMs milliseconds after which the connection counts as failed.
 */
export const setUpSession = async (
  client: pg.ClientBase,
  settings: SessionSettings,
  patienceMs: number,
): Promise<void> => {
  const timer = setTimeout(() => cutConnection(client), patienceMs)
  try {
    await query.call(client, settingsSql(settings))
  } finally {
    clearTimeout(timer)
  }
}
