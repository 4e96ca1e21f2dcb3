import sql, { type Sql } from 'sql-template-tag'
import type { Db } from '../db/client.ts'
import { delegateOf } from '../db/delegates.ts'
import { columnSql } from '../db/sql/filters.ts'
import { columnOf } from '../db/sql/table.ts'
import { forgetRemoved } from '../import/langbot/checkpoint.ts'
import type { RecordType } from '../records/definition/recordType.ts'
import { records } from '../records/registry.ts'
import { formatTime } from '../shared/time.ts'

/** Number of rows in one statement, whose locks are held for milliseconds. */
const batchRows = 5000

/** The age of data to remove. */
export interface Age {
  /** Rows from before this time are old. */
  readonly before: Date
  /** Sessions without activity since this time are idle. Old sessions are removed only once they are idle or ended. */
  readonly idleSince: Date
}

/** Numbers of rows by table. */
export type PruneCounts = ReadonlyMap<string, number>

/** The condition of old rows, as Prisma's `where`. */
const whereOld = ({ retention: { time, active } }: RecordType, { before, idleSince }: Age): object => ({
  [time]: { lt: before },
  ...(active === undefined ? {} : { OR: [{ [active]: false }, { [time]: { lt: idleSince } }] }),
})

/** The same condition as SQL for batches, since Prisma cannot delete with `SKIP LOCKED`. */
const isOldSql = (record: RecordType, { before, idleSince }: Age): Sql => {
  const { time, active } = record.retention
  const column = columnSql(columnOf(record.table, time))
  const isOld = sql`${column} < ${formatTime(before)}::timestamptz`
  return active === undefined
    ? isOld
    : sql`${isOld} AND (NOT ${columnSql(columnOf(record.table, active))} OR ${column} < ${formatTime(idleSince)}::timestamptz)`
}

/** Counts the rows that {@link pruneRows} would remove, without removing them. */
export const countPrunable = async (prisma: Db, age: Age): Promise<PruneCounts> => {
  const counts = new Map<string, number>()
  for (const record of records)
    counts.set(record.table.name, await delegateOf(prisma, record.model).count({ where: whereOld(record, age) }))
  return counts
}

/**
 * Removes old rows of all records, oldest first. Each batch is a separate statement and transaction, so that no lock is
 * held for long. Rows that are being written are left to the next run.
 * @param onProgress called after each batch with the number of removed rows.
 * @param signal stops between two batches. The remaining rows are left to the next run.
 */
export const pruneRows = async (
  prisma: Db,
  age: Age,
  onProgress: (removed: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<PruneCounts> => {
  const counts = new Map<string, number>()
  for (const record of records) {
    const { table, model, retention } = record
    const delegate = delegateOf(prisma, model)
    const order = columnSql(columnOf(record.table, retention.time))
    let removed: number
    do {
      if (signal?.aborted) return counts
      removed = await delegate.deleteBatch(table, isOldSql(record, age), order, batchRows)
      counts.set(table.name, (counts.get(table.name) ?? 0) + removed)
      onProgress(removed)
    } while (removed === batchRows)
    if (record.copy.mirrorsRemovals) await forgetRemoved(prisma, record)
  }
  return counts
}
