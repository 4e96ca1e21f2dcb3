import sql from 'sql-template-tag'
import { retainedSince } from '../../config/recording.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { feedbackTable } from '../../records/feedback/table.ts'
import { messageTable } from '../../records/messages/table.ts'
import { sessionTable } from '../../records/sessions/table.ts'
import { formatTime } from '../../shared/time.ts'
import { tables } from '../tables.ts'
import { noteFeedback, readCheckpoint, removeCancelled, saveCheckpoint } from './checkpoint.ts'
import { type CopyContext, copyRows, findSourceTable, type SourceTable, storeRows } from './copyTable.ts'

const minute = 60_000
/** How far back rows are read again: those that were committed late, and those that changed since. */
const overlap = 10 * minute
/** How far back feedback is read again: users change their minds. */
const feedbackOverlap = 7 * 24 * 60 * minute
/** How long before that a message may have begun that is still pending, or a session that is still active. */
const unfinishedAge = 24 * 60 * minute

/** Rows that are read by their ids at once. */
const refreshedRows = 100

/** What became of the rows of a table. */
export interface CopyCount {
  added: number
  changed: number
  removed: number
}

/** Counts by table. */
export type CopyCounts = ReadonlyMap<string, CopyCount>

/**
 * Brings our tables up to date with the source's: everything where nothing was copied yet, else what is new, and what
 * may have changed since: rows of the last ten minutes, messages that were pending, sessions that went on, and feedback
 * of the last seven days, which also goes where it is gone. What is too old to be kept is not copied.
 * @param onCount is told after each batch.
 */
export const copyAll = async (
  context: CopyContext,
  onCount: (table: string, counts: CopyCounts) => void = () => undefined,
): Promise<CopyCounts> => {
  const counts = new Map<string, CopyCount>()
  for (const table of tables) {
    const from = await findSourceTable(context.source, table)
    if (!from) continue
    const count = { added: 0, changed: 0, removed: 0 }
    counts.set(table.name, count)
    await copyTable(context, from, count, () => onCount(table.name, counts))
  }
  return counts
}

const latest = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one && other && one > other ? one : (other ?? one)

const copyTable = async (
  context: CopyContext,
  from: SourceTable,
  count: CopyCount,
  onBatch: () => void,
): Promise<void> => {
  const { db, name, now } = context
  const { table } = from
  const isFeedback = table.name === feedbackTable.name
  const checkpoint = await readCheckpoint(db, name, table.name)
  const again = checkpoint && new Date(checkpoint.getTime() - (isFeedback ? feedbackOverlap : overlap))
  const since = latest(again, retainedSince(context.retentionDays, now()))
  const feedbackIds: string[] = []
  const timeField = table.name === sessionTable.name ? 'lastActivity' : 'timestamp'
  for await (const { rows, added, changed } of copyRows(context, from, since)) {
    count.added += added
    count.changed += changed
    const ids = isFeedback ? rows.map(({ feedbackId }) => String(feedbackId)) : []
    if (ids.length > 0) await noteFeedback(db, name, ids)
    feedbackIds.push(...ids)
    const last = rows.at(-1)?.[timeField]
    // A clock that is ahead must not make us pass over what comes in the meantime.
    if (last instanceof Date)
      await saveCheckpoint(db, name, table.name, new Date(Math.min(last.getTime(), now().getTime())))
    onBatch()
  }
  count.changed += await refresh(context, from, since)
  if (isFeedback && since) count.removed += await removeCancelled(db, name, since, feedbackIds)
}

/** What is not over yet may still change: rows of ours that are read again by their ids, up to a day longer. */
const unfinished = new Map([
  [messageTable.name, sql`status = 'pending' AND ${columnSql(messageTable.columns.timestamp)}`],
  [sessionTable.name, sql`is_active AND ${columnSql(sessionTable.columns.lastActivity)}`],
])

const refresh = async (context: CopyContext, from: SourceTable, since: Date | undefined): Promise<number> => {
  const isUnfinished = unfinished.get(from.table.name)
  if (!isUnfinished || !since) return 0
  const rows = await context.db.query<{ id: string }>(sql`
    SELECT ${columnSql(from.id)} AS id FROM ${tableSql(from.table)}
    WHERE ${isUnfinished} BETWEEN ${formatTime(new Date(since.getTime() - unfinishedAge))}::timestamptz
      AND ${formatTime(since)}::timestamptz ORDER BY 1`)
  let changed = 0
  for (let start = 0; start < rows.length; start += refreshedRows) {
    context.signal?.throwIfAborted()
    const ids = rows.slice(start, start + refreshedRows).map(({ id }) => id)
    changed += (await storeRows(context, from, await context.source.readByIds(from.request, ids))).changed
  }
  return changed
}
