import sql, { raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../db/database.ts'
import { columnSql } from '../db/sql/filters.ts'
import { countRows, tableSql } from '../db/sql/rows.ts'
import type { AnyTable, Column } from '../db/sql/table.ts'
import { embeddingCallTable } from '../records/embeddingCalls/table.ts'
import { errorLogTable } from '../records/errors/table.ts'
import { feedbackTable } from '../records/feedback/table.ts'
import { llmCallTable } from '../records/llmCalls/table.ts'
import { messageTable } from '../records/messages/table.ts'
import { sessionTable } from '../records/sessions/table.ts'
import { formatTime } from '../shared/time.ts'

/** Rows of one statement: their locks are held for milliseconds. */
const batchRows = 5000

/** What is old. */
export interface Age {
  /** What was before it is old. */
  readonly before: Date
  /** Sessions without activity since are idle, whether somebody ended them or not; others stay, however old. */
  readonly idleSince: Date
}

/** What grows old: the table, the column that tells how old a row is, and what else must be true of an old row. */
interface Aging {
  readonly table: AnyTable
  readonly time: Column
  readonly isOver: (age: Age) => Sql
}

const { lastActivity, isActive } = sessionTable.columns

const aging: readonly Aging[] = [
  ...[messageTable, llmCallTable, embeddingCallTable, errorLogTable, feedbackTable].map((table) => ({
    table,
    time: table.columns.timestamp,
    isOver: () => sql`TRUE`,
  })),
  {
    table: sessionTable,
    time: lastActivity,
    isOver: ({ idleSince }) =>
      sql`(NOT ${columnSql(isActive)} OR ${columnSql(lastActivity)} < ${formatTime(idleSince)}::timestamptz)`,
  },
]

/** Rows by table. */
export type PruneCounts = ReadonlyMap<string, number>

const isOldSql = ({ time, isOver }: Aging, age: Age): Sql =>
  sql`${columnSql(time)} < ${formatTime(age.before)}::timestamptz AND ${isOver(age)}`

/** Counts what {@link pruneRows} would remove, and removes nothing. */
export const countPrunable = async (db: Queryable, age: Age): Promise<PruneCounts> => {
  const counts = new Map<string, number>()
  for (const one of aging) counts.set(one.table.name, await countRows(db, one.table, isOldSql(one, age)))
  return counts
}

/** Removes the oldest rows, of those that nobody writes to at the moment; tells how many. */
const pruneBatch = (db: Queryable, one: Aging, age: Age): Promise<number> =>
  db.execute(sql`
    DELETE FROM ${tableSql(one.table)} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${tableSql(one.table)} WHERE ${isOldSql(one, age)}
      ORDER BY ${columnSql(one.time)} LIMIT ${raw(String(batchRows))} FOR UPDATE SKIP LOCKED))`)

/**
 * Removes messages, calls, errors and feedback from before a time, and sessions that are idle and had their last
 * activity before it: in batches, each a statement and a transaction of its own, so that no lock is held for long.
 * @param onProgress is told after each batch how many rows it removed.
 */
export const pruneRows = async (
  db: Queryable,
  age: Age,
  onProgress: (removed: number) => void = () => undefined,
): Promise<PruneCounts> => {
  const counts = new Map<string, number>()
  for (const one of aging) {
    let removed: number
    do {
      removed = await pruneBatch(db, one, age)
      counts.set(one.table.name, (counts.get(one.table.name) ?? 0) + removed)
      onProgress(removed)
    } while (removed === batchRows)
  }
  return counts
}

/** The key of the lock that whoever prunes holds, so that one process at a time does. */
export const pruneLock = 72_707_370
