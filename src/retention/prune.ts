import sql, { raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../db/database.ts'
import { columnSql } from '../db/filters.ts'
import { countRows, tableSql } from '../db/rows.ts'
import type { AnyTable, Column } from '../db/table.ts'
import { embeddingCallTable } from '../embeddingCalls/table.ts'
import { errorLogTable } from '../errors/table.ts'
import { feedbackTable } from '../feedback/table.ts'
import { llmCallTable } from '../llmCalls/table.ts'
import { messageTable } from '../messages/table.ts'
import { sessionTable } from '../sessions/table.ts'
import { formatTime } from '../shared/time.ts'

/** Rows of one statement: their locks are held for milliseconds. */
const batchRows = 5000

/** What grows old: the table, the column that tells how old a row is, and which rows are never removed. */
interface Aging {
  readonly table: AnyTable
  readonly time: Column
  readonly unless?: Sql
}

const aging: readonly Aging[] = [
  ...[messageTable, llmCallTable, embeddingCallTable, errorLogTable, feedbackTable].map((table) => ({
    table,
    time: table.columns.timestamp,
  })),
  { table: sessionTable, time: sessionTable.columns.lastActivity, unless: columnSql(sessionTable.columns.isActive) },
]

/** Rows by table. */
export type PruneCounts = ReadonlyMap<string, number>

const isOldSql = ({ time, unless = sql`FALSE` }: Aging, before: Date): Sql =>
  sql`${columnSql(time)} < ${formatTime(before)}::timestamptz AND NOT ${unless}`

/** Counts what {@link pruneRows} would remove, and removes nothing. */
export const countPrunable = async (db: Queryable, before: Date): Promise<PruneCounts> => {
  const counts = new Map<string, number>()
  for (const one of aging) counts.set(one.table.name, await countRows(db, one.table, isOldSql(one, before)))
  return counts
}

/** Removes the oldest rows, of those that nobody writes to at the moment; tells how many. */
const pruneBatch = (db: Queryable, one: Aging, before: Date): Promise<number> =>
  db.execute(sql`
    DELETE FROM ${tableSql(one.table)} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${tableSql(one.table)} WHERE ${isOldSql(one, before)}
      ORDER BY ${columnSql(one.time)} LIMIT ${raw(String(batchRows))} FOR UPDATE SKIP LOCKED))`)

/**
 * Removes messages, calls, errors and feedback from before a time, and sessions that are over and had their last
 * activity before it: in batches, each a statement and a transaction of its own, so that no lock is held for long.
 * @param onProgress is told after each batch how many rows it removed.
 */
export const pruneRows = async (
  db: Queryable,
  before: Date,
  onProgress: (removed: number) => void = () => undefined,
): Promise<PruneCounts> => {
  const counts = new Map<string, number>()
  for (const one of aging) {
    let removed: number
    do {
      removed = await pruneBatch(db, one, before)
      counts.set(one.table.name, (counts.get(one.table.name) ?? 0) + removed)
      onProgress(removed)
    } while (removed === batchRows)
  }
  return counts
}

/** The key of the lock that whoever prunes holds, so that one process at a time does. */
export const pruneLock = 72_707_370
