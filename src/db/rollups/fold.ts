import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { formatTime } from '../../shared/time.ts'
import type { Database } from '../database.ts'
import { locks } from '../locks.ts'
import type { Queryable } from '../queryable.ts'
import { deltasSql, dimensionsSql, measureNames, measuresSql, type Rollup, rollupsSql } from './rollup.ts'
import { addSketchesSql, binsOfDeltasSql, hasSketches, sketchesByGrainSql, sketchesSql } from './sketches.ts'
import { byGrainSql, rollupColumnsSql } from './sums.ts'

/** Maximum number of deltas in one statement. */
const batchDeltas = 20_000
/**
 * Maximum number of deltas and of their bins in one statement that also folds sketches. Its time grows with both: it
 * takes one to two seconds if the deltas are of different hours, and a fraction of that if they are recent.
 */
const [batchSketchedDeltas, batchBins] = [5000, 50_000]
/** Minimum number of folded deltas before a vacuum, since statistics read the whole table. */
const deltasWorthVacuum = 500

/**
 * Folds pending deltas into the rollups, unless another process is doing so. Each batch is a separate statement, so
 * that every statistic sees a delta either pending or folded, and writers never wait.
 * @param signal stops folding between two batches. The remaining deltas are left to the next run.
 * @returns the number of folded deltas.
 */
export const foldDeltas = async (db: Database, rollups: readonly Rollup[], signal?: AbortSignal): Promise<number> => {
  const waiting = await findWaiting(db, rollups)
  if (waiting.length === 0) return 0
  return (await db.tryLock(locks.rollups, (locked) => foldAll(locked, waiting, signal))) ?? 0
}

const findWaiting = async (db: Queryable, rollups: readonly Rollup[]): Promise<readonly Rollup[]> => {
  const checks = rollups.map((rollup) => sql`EXISTS (SELECT 1 FROM ${deltasSql(rollup)})`)
  const [row] = await db.query<{ waiting: boolean[] }>(sql`SELECT ARRAY[${join(checks, ', ')}] AS waiting`)
  return rollups.filter((_, index) => row?.waiting[index])
}

const foldAll = async (db: Queryable, waiting: readonly Rollup[], signal: AbortSignal | undefined): Promise<number> => {
  let folded = 0
  for (const rollup of waiting) {
    let deltas = 0
    for (let more = true; more; ) {
      if (signal?.aborted) return folded + deltas
      const batch = await foldBatch(db, rollup)
      deltas += batch.taken
      more = batch.isFull
    }
    if (deltas >= deltasWorthVacuum) await db.execute(sql`VACUUM ${deltasSql(rollup)}`)
    folded += deltas
  }
  return folded
}

/** The next deltas to fold, as an array of their addresses. */
const nextDeltasSql = (rollup: Rollup): Sql => {
  const deltas = deltasSql(rollup)
  if (!hasSketches(rollup)) return sql`SELECT ctid FROM ${deltas} LIMIT ${raw(String(batchDeltas))}`
  return sql`
      SELECT ctid FROM (
        SELECT ctid, sum(size) OVER in_order AS bins, row_number() OVER in_order AS place
        FROM (SELECT ctid, cardinality(bins) AS size FROM ${deltas} LIMIT ${raw(String(batchSketchedDeltas))}) AS next
        WINDOW in_order AS (ORDER BY ctid ROWS UNBOUNDED PRECEDING)
      ) AS next WHERE bins <= ${raw(String(batchBins))} OR place = 1`
}

/** A batch of folded deltas: their number, and whether more may be pending. */
interface Batch {
  readonly taken: number
  readonly isFull: boolean
}

const foldBatch = async (db: Queryable, rollup: Rollup): Promise<Batch> => {
  const deltas = deltasSql(rollup)
  const sketched = hasSketches(rollup)
    ? sql`, sketched AS (${addSketchesSql(rollup, sketchesByGrainSql(rollup, binsOfDeltasSql(rollup, raw('taken'))))})`
    : empty
  const [row] = await db.query<Batch & { first: Date | null; last: Date | null }>(sql`
    WITH taken AS (
      DELETE FROM ${deltas} WHERE ctid = ANY(ARRAY(${nextDeltasSql(rollup)}))
      RETURNING hour AS period, ${dimensionsSql(rollup)}, ${measuresSql(rollup)}${hasSketches(rollup) ? raw(', bins, counts') : empty}
    ), folded AS (${addSql(rollup, byGrainSql(rollup, raw('taken')))})${sketched}
    SELECT count(*) AS taken, count(*) > 0 AND count(*) < (SELECT count(*) FROM ${deltas}) AS "isFull",
      min(period) FILTER (WHERE row_count < 0) AS first, max(period) FILTER (WHERE row_count < 0) AS last FROM taken`)
  if (row?.first && row.last) await removeEmpty(db, rollup, row.first, row.last)
  return { taken: row?.taken ?? 0, isFull: row?.isFull ?? false }
}

/** Removes rollups and sketches without any remaining rows, in the periods of two hours and between them. */
const removeEmpty = async (db: Queryable, rollup: Rollup, first: Date, last: Date): Promise<void> => {
  const remove = (table: Sql, isEmpty: Sql) =>
    db.execute(sql`
    DELETE FROM ${table}
    WHERE grain IN ('hour', 'hour_total', 'block_total', 'day', 'day_total', 'month', 'month_total') AND ${isEmpty}
      AND period >= date_trunc('month', ${formatTime(first)}::timestamptz, 'UTC')
      AND period <= ${formatTime(last)}::timestamptz`)
  await remove(rollupsSql(rollup), sql`row_count = 0`)
  if (hasSketches(rollup)) await remove(sketchesSql(rollup), sql`bins IS NULL`)
}

/** Adds sums to the existing rollups. */
const addSql = (rollup: Rollup, sums: Sql): Sql => {
  const added = measureNames(rollup).map((name) => raw(`"${name}" = stored."${name}" + excluded."${name}"`))
  return sql`
    INSERT INTO ${rollupsSql(rollup)} AS stored (${rollupColumnsSql(rollup)}) ${sums}
    ON CONFLICT (grain, period, ${dimensionsSql(rollup)}) DO UPDATE SET ${join(added, ', ')}`
}

/** Milliseconds between two folds. */
export const foldInterval = 5000

/**
 * Runs work that writes many rows, and folds its deltas repeatedly and at the end. Deltas that cannot be folded are
 * left to the next server; statistics are correct with them.
 */
export const foldWhile = async <Result>(
  db: Database,
  rollups: readonly Rollup[],
  work: () => Promise<Result>,
): Promise<Result> => {
  let folding: Promise<unknown> | undefined
  const fold = () => {
    folding ??= foldDeltas(db, rollups)
      .catch(() => undefined)
      .finally(() => {
        folding = undefined
      })
  }
  const timer = setInterval(fold, foldInterval).unref()
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await folding
    fold()
    await folding
  }
}
