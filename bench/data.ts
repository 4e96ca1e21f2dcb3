import sql, { join, raw } from 'sql-template-tag'
import type { Database } from '../src/db/database.ts'
import { foldDeltas } from '../src/db/rollups/fold.ts'
import { rebuildRollups } from '../src/db/rollups/rebuild.ts'
import { rollups } from '../src/records/rollups.ts'

/** Number of rows in one statement, which bounds its memory. */
const batchRows = 50_000

// Rows of any number span the same 90 days. Row n of total has a time within the span, plus a fraction that is not a
// round number.
const timeOf = `timestamptz '2026-06-01 00:00Z' - (n::float8 / total) * interval '90 days'`
const bot = `'b0a1c2d3-0000-4000-8000-00000000000' || n % 8, 'Bot number ' || n % 8,
  'p0100000-0000-4000-8000-00000000000' || n % 8, 'Pipeline ' || n % 8`

/** The user and platform of the message with the given number. */
const senderOf = (message: string) => `'user-' || ${message} % 5000, 'Somebody', 'person'`

/** The columns of LLM call number n, with its time as SQL. */
const selectCalls = (
  time: string,
) => `SELECT 'call-' || n, ${time}, (ARRAY['gpt-4o', 'claude-sonnet-4', 'gemini-2.5-flash', 'qwen-max'])[1 + (n / 3) % 4],
      n % 4000, n % 900, n % 4000 + n % 900, 200 + n * 7919 % 20000,
      CASE WHEN n % 10 > 0 THEN (n * 104729 % 4900) * 0.0000025 END,
      CASE WHEN n % 50 = 7 THEN 'error' ELSE 'success' END, ${bot},
      'session-' || n / 20, 'message-' || n,
      CASE WHEN n % 50 = 7 THEN 'Error code: 429 - {"error": {"message": "Rate limit reached, try again in 20 s"}}' END,
      ${senderOf('n')}`

/** The statements that fill each table, for rows `first` to `last` of `total` LLM calls. */
const tables: readonly { readonly name: string; readonly share: number; readonly select: string }[] = [
  {
    name: 'monitoring_llm_calls',
    share: 1,
    select: selectCalls(timeOf),
  },
  {
    name: 'monitoring_messages',
    share: 1,
    select: `SELECT 'message-' || n, ${timeOf}, ${bot}, 'local-agent',
      '[{"type": "Plain", "text": "The quick brown fox asks where parcel ' || n || ' is, and when it may be expected."}]',
      'session-' || n / 20, CASE WHEN n % 50 = 7 THEN 'error' ELSE 'success' END, 'info', 'person',
      'user-' || n % 5000, 'Somebody', (ARRAY['user', 'assistant'])[1 + n % 2], NULL`,
  },
  {
    name: 'monitoring_sessions',
    share: 1 / 20,
    select: `SELECT 'session-' || n, ${bot}, 20, ${timeOf}, ${timeOf} + interval '10 minutes', n % 40 = 0,
      'person', 'user-' || n % 5000, 'Somebody'`,
  },
  {
    name: 'monitoring_embedding_calls',
    share: 1 / 5,
    select: `SELECT 'embedding-' || n, ${timeOf}, 'text-embedding-3-small', n % 300, n % 300, 20 + n % 400, 1, 'success',
      NULL, 'kb-1', 'Where is parcel ' || n || '?', 'session-' || n / 4, 'message-' || n * 5, 'retrieve', ${bot},
      ${senderOf('n * 5')}`,
  },
  {
    name: 'monitoring_errors',
    share: 1 / 50,
    select: `SELECT 'error-' || n, ${timeOf}, (ARRAY['RateLimitError', 'TimeoutError'])[1 + n % 2],
      'Rate limit reached, try again in 20 s', ${bot}, 'session-' || n * 5 / 2, 'message-' || n * 50, NULL,
      ${senderOf('n * 50')}`,
  },
  {
    name: 'monitoring_feedback',
    share: 1 / 20,
    select: `SELECT 'feedback-' || n, ${timeOf}, 'feedback-' || n, 1 + (n % 5 = 0)::int, NULL, NULL, ${bot},
      'session-' || n, 'message-' || n * 20, NULL, 'user-' || n % 5000, 'person'`,
  },
]

/**
 * Fills an empty, migrated database with the given number of LLM calls and the corresponding messages, sessions etc.
 */
export const fillAll = async (db: Database, llmCalls: number): Promise<void> => {
  for (const { name, share, select } of tables) await fill(db, name, Math.round(llmCalls * share), select)
  await foldDeltas(db, rollups)
  await db.execute(raw('VACUUM ANALYZE'))
}

const fill = (db: Database, table: string, total: number, select: string): Promise<void> =>
  append(db, { table, select, first: 0, end: total, total, rows: batchRows })

interface Appended {
  readonly table: string
  readonly select: string
  readonly first: number
  readonly end: number
  /** What the statement may refer to as `total`. */
  readonly total: number
  /** Number of rows in one statement. */
  readonly rows: number
}

const append = async (db: Database, { table, select, first, end, total, rows }: Appended): Promise<void> => {
  const columns = await db.query<{ name: string }>(sql`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_name = ${table} AND table_schema = current_schema AND is_generated = 'NEVER' ORDER BY ordinal_position`)
  const names = join(columns.map(({ name }) => raw(`"${name}"`)))
  for (let at = first; at < end; at += rows)
    await db.execute(sql`
      INSERT INTO ${raw(table)} (${names}) ${raw(select)}
      FROM generate_series(${at}::bigint, ${Math.min(at + rows, end) - 1}::bigint) AS n,
        (SELECT ${total}::float8 AS total) AS size`)
}

/** The time of the first LLM call that {@link appendLlmCalls} makes, in milliseconds. */
export const firstDay = Date.UTC(2026, 0, 1)

/**
 * Appends LLM calls to the table in the order of their time, a million a day, by 1,000 in a statement, as clients record
 * them.
 * @param first the number of the first call.
 * @param end the number after that of the last call.
 */
export const appendLlmCalls = async (db: Database, first: number, end: number): Promise<void> => {
  const time = `timestamptz '2026-01-01 00:00Z' + n * interval '86.4 ms'`
  await append(db, { table: 'monitoring_llm_calls', select: selectCalls(time), first, end, total: end, rows: 1000 })
}

/** Fills the table of LLM calls with the given number of rows. */
export const fillLlmCalls = async (db: Database, llmCalls: number): Promise<void> => {
  const [calls] = tables
  if (calls) await fill(db, calls.name, llmCalls, calls.select)
}

/**
 * Fills a database with LLM calls only, for statistics. As in a bulk load, most indexes are dropped and rollups are
 * created at the end.
 */
export const fillCallsAlone = async (db: Database, llmCalls: number): Promise<void> => {
  const indexes = await db.query<{ name: string }>(sql`
    SELECT indexname AS name FROM pg_indexes
    WHERE tablename = 'monitoring_llm_calls' AND indexname NOT LIKE '%pkey' AND indexname NOT LIKE '%calls_timestamp_id_idx'`)
  for (const { name } of indexes) await db.execute(raw(`DROP INDEX "${name}"`))
  await db.execute(raw('ALTER TABLE monitoring_llm_calls DISABLE TRIGGER USER'))
  await fillLlmCalls(db, llmCalls)
  await db.execute(raw('ALTER TABLE monitoring_llm_calls ENABLE TRIGGER USER'))
  await rebuildRollups(db, rollups)
  await db.execute(raw('VACUUM ANALYZE'))
}
