import sql, { raw } from 'sql-template-tag'
import { locks } from '../locks.ts'
import type { Queryable } from '../queryable.ts'
import { type Change, eventsSequence, eventsTable, lockKeys, stateTable } from './tables.ts'

/** A position in the live events: after an event, or between two of its ids. */
export interface Position {
  /** The number of the event. */
  readonly seq: number
  /** The number of ids of the event that precede the position; 0 if all of them do. */
  readonly index: number
}

/** A live event: rows of one table that a statement added or changed. */
export interface LiveEvent {
  readonly seq: number
  readonly tableName: string
  readonly change: Change
  readonly ids: readonly string[]
}

/** Live events in order. */
export interface EventBatch {
  readonly events: readonly LiveEvent[]
  /** Where the next batch begins. */
  readonly end: Position
  /** Whether more events follow immediately. */
  readonly isFull: boolean
  /** Seconds since the oldest event after the start was written, also one that is held back; 0 if there is none. */
  readonly age: number
  /** Whether open transactions hold back events. */
  readonly isHeldBack: boolean
  /** Whether events after the start of the batch have been removed, or the database was replaced by an older copy. */
  readonly hasGap: boolean
}

/** Maximum number of events in one batch. */
const maxBatchEvents = 500
/** Bytes of stored ids after which a batch ends. An event has up to 1,000 ids. */
const maxBatchBytes = 262_144

const events = raw(`"${eventsTable}"`)
const state = raw(`"${stateTable}"`)
const sequence = raw(`"${eventsSequence}"`)
const keys = raw(String(lockKeys))

/**
 * Identifies the history of events that positions belong to: the database cluster, its timeline, which changes when a
 * replica is promoted or a backup is restored, and the database.
 */
export const findHistory = async (db: Queryable): Promise<string> => {
  const [row] = await db.query<{ history: string }>(sql`
    SELECT concat_ws('.', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8),
      (SELECT oid FROM pg_database WHERE datname = current_database())) AS history FROM pg_control_system()`)
  return row?.history ?? ''
}

/** How far events are complete. */
export interface Horizon {
  /** The number up to which no event can appear anymore. */
  readonly complete: number
  /** The highest number that has been assigned. */
  readonly last: number
  /** The number up to which events have been removed. */
  readonly removed: number
}

/**
 * Finds up to which number all events are visible to statements that are sent afterwards. Numbers are assigned before
 * transactions commit, so the event of an open transaction may have a lower number than a committed one. Each
 * transaction holds a lock whose key precedes the numbers of its events.
 */
export const findHorizon = async (db: Queryable): Promise<Horizon> => {
  const [row] = await db.query<{ last: number; open: number | null; removed: number }>(sql`
    SELECT last_value AS last, (SELECT removed_seq FROM ${state}) AS removed,
      (SELECT min(last_value - (last_value - objid::bigint) % ${keys}) FROM pg_locks
        WHERE locktype = 'advisory' AND classid = ${raw(String(locks.live))} AND objsubid = 2
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS open
    FROM ${sequence}`)
  if (!row) throw new Error('The sequence of live events is missing')
  const { last, open, removed } = row
  return { last, removed, complete: Math.min(last, open ?? last) }
}

interface EventRow extends Omit<LiveEvent, 'tableName'> {
  readonly table: string
  readonly age: number
  /** The number of events of which this one is part: more than are returned if their ids are too large. */
  readonly total: number
}

/**
 * Finds the position after the latest event, from which new events are read. It is that of an event that is stored: the
 * sequence may repeat numbers after a crash of the server if no committed transaction has used them.
 */
export const findLatest = async (db: Queryable): Promise<Position> => {
  const { complete } = await findHorizon(db)
  const [row] = await db.query<{ seq: number }>(sql`
    SELECT greatest(removed_seq, (SELECT max(seq) FROM ${events} WHERE seq <= ${complete}::bigint)) AS seq
    FROM ${state}`)
  return { seq: row?.seq ?? 0, index: 0 }
}

/** Seconds since the oldest visible event after a number was written; 0 if there is none. */
const findAgeAfter = async (db: Queryable, seq: number): Promise<number> => {
  const [row] = await db.query<{ age: number }>(sql`
    SELECT extract(epoch FROM clock_timestamp() - recorded_at)::float8 AS age
    FROM ${events} WHERE seq > ${seq}::bigint ORDER BY seq LIMIT 1`)
  return row?.age ?? 0
}

/**
 * Reads the next events after a position. They are in the order of their numbers, which is the same for all readers, and
 * only events that no later one can precede are read: the event of a transaction that commits later is never skipped.
 */
export const readEvents = async (db: Queryable, after: Position): Promise<EventBatch> => {
  const { complete, last, removed: removedBefore } = await findHorizon(db)
  const { found, removed } =
    after.seq < complete || after.index > 0
      ? await readUpTo(db, after, complete)
      : { found: [], removed: removedBefore }
  const newest = found.at(-1)
  const isFull = found.length === maxBatchEvents || found.length < (newest?.total ?? 0)
  const isHeldBack = complete < last
  const age = found[0]?.age ?? (isHeldBack ? await findAgeAfter(db, complete) : 0)
  return {
    events: found.map(({ seq, table, change, ids }) => ({ seq, tableName: table, change, ids })),
    end: newest ? { seq: newest.seq, index: 0 } : after,
    isFull,
    age: Math.max(0, age),
    isHeldBack,
    hasGap: removed >= firstMissing(after) || last < after.seq,
  }
}

/** The number of the first event that a reader at a position has not read completely. */
export const firstMissing = ({ seq, index }: Position): number => (index > 0 ? seq : seq + 1)

/**
 * Reads events, and up to which one events have been removed at that time. A position inside of an event includes that
 * event, whose first ids are then skipped. Sizes are those of the stored values, which are not decompressed for it.
 */
const readUpTo = async (
  db: Queryable,
  after: Position,
  complete: number,
): Promise<{ readonly found: EventRow[]; readonly removed: number }> => {
  const rows = await db.query<{ removed: number } & (EventRow | { readonly seq: null })>(sql`
    SELECT removed_seq AS removed, sized.seq, sized.table_name AS table, sized.change, sized.ids, sized.total,
      extract(epoch FROM clock_timestamp() - sized.recorded_at)::float8 AS age
    FROM ${state} LEFT JOIN (
      SELECT following.*, count(*) OVER () AS total,
        sum(pg_column_size(ids)) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) - pg_column_size(ids) AS bytes_before
      FROM (
        SELECT * FROM ${events}
        WHERE seq >= ${firstMissing(after)}::bigint AND seq <= ${Math.max(after.seq, complete)}::bigint
        ORDER BY seq LIMIT ${maxBatchEvents}
      ) AS following
    ) AS sized ON sized.bytes_before < ${raw(String(maxBatchBytes))}
    ORDER BY sized.seq`)
  return {
    found: rows.filter((row): row is { removed: number } & EventRow => row.seq !== null),
    removed: rows[0]?.removed ?? 0,
  }
}

/** Maximum number of events that one statement removes. */
const pruneBatch = 5000

/**
 * Removes events that are older than a number of seconds, and stores up to which one events have been removed.
 * @param signal stops between two statements.
 * @returns the number of removed events.
 */
export const pruneEvents = async (db: Queryable, maxAge: number, signal?: AbortSignal): Promise<number> => {
  let removed = 0
  let batch: number
  do {
    if (signal?.aborted) break
    // Events after it wait for an open transaction, and have not been delivered.
    const { complete } = await findHorizon(db)
    const [row] = await db.query<{ removed: number }>(sql`
      WITH removed AS (
        DELETE FROM ${events} WHERE seq IN (SELECT seq FROM ${events} ORDER BY seq LIMIT ${pruneBatch})
          AND seq <= ${complete}::bigint AND recorded_at < clock_timestamp() - make_interval(secs => ${maxAge})
        RETURNING seq
      ), noted AS (
        UPDATE ${state} SET removed_seq = greatest(removed_seq, newest.seq)
        FROM (SELECT max(seq) AS seq FROM removed HAVING count(*) > 0) AS newest
      )
      SELECT count(*) AS removed FROM removed`)
    batch = row?.removed ?? 0
    removed += batch
  } while (batch === pruneBatch)
  return removed
}
