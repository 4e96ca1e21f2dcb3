import { retainedSince } from '../../config/recording.ts'
import { delegateOf } from '../../db/delegates.ts'
import { keyFieldOf, keyOf } from '../../db/sql/table.ts'
import { records } from '../../records/registry.ts'
import { day, minute } from '../../shared/duration.ts'
import { findMissing, noteCopied, readCheckpoint, removeCancelled, saveCheckpoint } from './checkpoint.ts'
import { type CopyContext, copyRows, findSourceTable, type SourceTable, storeRows } from './copyTable.ts'
import { SourceAccessError } from './sqliteFailure.ts'

/** Milliseconds before the checkpoint from which rows are read again, for rows that were committed late or changed. */
const defaultOverlap = 10 * minute
/** Maximum additional age of unfinished rows that are read again: pending messages and active sessions. */
const unfinishedAge = day
/** Number of rows that are read by id in one statement. */
const lookUpRows = 100

/** The number of copied rows of a table. */
export interface CopyCount {
  added: number
  changed: number
  removed: number
}

/** The number of copied rows by table. */
export type CopyCounts = ReadonlyMap<string, CopyCount>

/** Formats the counts that are not zero as one line of text; empty if nothing changed. */
export const describeCounts = (counts: CopyCounts): string =>
  [...counts]
    .filter(([, { added, changed, removed }]) => added + changed + removed > 0)
    .map(([table, { added, changed, removed }]) => `${table}: ${added} new, ${changed} changed, ${removed} removed`)
    .join('; ')

/**
 * Copies new and changed rows of all records from the source. The first run copies everything. Later runs copy new rows
 * and those that may have changed since the last checkpoint: recent and unfinished rows, and rows whose removal is
 * mirrored. Rows that retention would remove are not copied.
 * @param onCount called after each batch.
 * @throws SourceAccessError if the source has none of the tables, e.g. since it is another database.
 */
export const copyAll = async (
  context: CopyContext,
  onCount: (table: string, counts: CopyCounts) => void = () => undefined,
): Promise<CopyCounts> => {
  const counts = new Map<string, CopyCount>()
  for (const record of records) {
    const from = await findSourceTable(context.source, record)
    if (!from) continue
    const count = { added: 0, changed: 0, removed: 0 }
    counts.set(record.table.name, count)
    await copyTable(context, from, count, () => onCount(record.table.name, counts))
  }
  if (counts.size === 0)
    throw new SourceAccessError(
      `${context.name} has none of LangBot's monitoring tables, such as monitoring_messages. Specify another database.`,
    )
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
  const { prisma, name, now } = context
  const { table, copy } = from.record
  const checkpoint = await readCheckpoint(prisma, name, table.name)
  const again = checkpoint && new Date(checkpoint.getTime() - (copy.overlap ?? defaultOverlap))
  const since = latest(again, retainedSince(context.retentionDays, now()))
  const present: string[] = []
  let saved = checkpoint
  for await (const { rows, added, changed } of copyRows(context, from, since)) {
    count.added += added
    count.changed += changed
    const keys = copy.mirrorsRemovals ? rows.map((row) => String(row[keyFieldOf(table)])) : []
    if (keys.length > 0) await noteCopied(prisma, name, keys)
    present.push(...keys)
    const last = rows.at(-1)?.[copy.time]
    // If the clock of the source is ahead, rows that are committed later must not be missed.
    const reached = last instanceof Date ? new Date(Math.min(last.getTime(), now().getTime())) : undefined
    if (reached && !(saved && saved >= reached)) {
      await saveCheckpoint(prisma, name, table.name, reached)
      saved = reached
    }
    onBatch()
  }
  count.changed += await refreshUnfinished(context, from, since)
  if (copy.mirrorsRemovals && since) count.removed += await mirrorRemovals(context, from, since, present)
}

/** The batches in which rows are looked up in the source by key. Throws between batches once the signal aborts. */
function* batchesOf<Item>(items: readonly Item[], signal: AbortSignal | undefined): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += lookUpRows) {
    signal?.throwIfAborted()
    yield items.slice(start, start + lookUpRows)
  }
}

/**
 * Removes rows that the source no longer has. Rows that it did not return since the given time are looked up by key.
 */
const mirrorRemovals = async (
  { prisma, source, name, signal }: CopyContext,
  { record, request }: SourceTable,
  since: Date,
  present: readonly string[],
): Promise<number> => {
  const key = keyOf(record.table).name
  const missing = await findMissing(prisma, record, name, since, present)
  let removed = 0
  for (const keys of batchesOf(missing, signal)) {
    const found = await source.readByIds({ ...request, columns: [key], id: key }, keys)
    const still = new Set(found.map((row) => row[key]))
    const gone = keys.filter((one) => !still.has(one))
    if (gone.length > 0) removed += await removeCancelled(prisma, record, name, since, gone)
  }
  return removed
}

/** Reads unfinished rows again by their ids, up to a day longer than others, since they may still change. */
const refreshUnfinished = async (context: CopyContext, from: SourceTable, since: Date | undefined): Promise<number> => {
  const { model, copy } = from.record
  if (!copy.unfinished || !since) return 0
  const { field, value } = copy.unfinished
  const rows = await delegateOf(context.prisma, model).findMany({
    where: { [field]: value, [copy.time]: { gte: new Date(since.getTime() - unfinishedAge), lte: since } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  let changed = 0
  for (const batch of batchesOf(rows, context.signal)) {
    const ids = batch.map(({ id }) => String(id))
    changed += (await storeRows(context, from, await context.source.readByIds(from.request, ids))).changed
  }
  return changed
}
