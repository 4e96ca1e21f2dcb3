import sql, { join, raw, type Sql } from 'sql-template-tag'
import { formatTime } from '../../shared/time.ts'
import type { Database } from '../database.ts'
import { locks } from '../locks.ts'
import type { Queryable } from '../queryable.ts'
import { deltasSql, dimensionsSql, measureNames, measuresSql, type Rollup, rollupsSql } from './rollup.ts'
import { byGrainSql, rollupColumnsSql } from './sums.ts'

/** Number of deltas in one statement, which takes well under a second. */
const batchDeltas = 20_000
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
  const checks = rollups.map((rollup) => sql`EXISTS (SELECT FROM ${deltasSql(rollup)})`)
  const [row] = await db.query<{ waiting: boolean[] }>(sql`SELECT ARRAY[${join(checks, ', ')}] AS waiting`)
  return rollups.filter((_, index) => row?.waiting[index])
}

const foldAll = async (db: Queryable, waiting: readonly Rollup[], signal: AbortSignal | undefined): Promise<number> => {
  let folded = 0
  for (const rollup of waiting) {
    let deltas = 0
    let batch: number
    do {
      if (signal?.aborted) return folded + deltas
      batch = await foldBatch(db, rollup)
      deltas += batch
    } while (batch === batchDeltas)
    if (deltas >= deltasWorthVacuum) await db.execute(sql`VACUUM ${deltasSql(rollup)}`)
    folded += deltas
  }
  return folded
}

const foldBatch = async (db: Queryable, rollup: Rollup): Promise<number> => {
  const deltas = deltasSql(rollup)
  const [row] = await db.query<{ taken: number; first: Date | null; last: Date | null }>(sql`
    WITH taken AS (
      DELETE FROM ${deltas} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${deltas} LIMIT ${raw(String(batchDeltas))}))
      RETURNING hour AS period, ${dimensionsSql(rollup)}, ${measuresSql(rollup)}
    ), folded AS (${addSql(rollup, byGrainSql(rollup, raw('taken')))} RETURNING 1)
    SELECT count(*) AS taken, min(period) FILTER (WHERE row_count < 0) AS first,
      max(period) FILTER (WHERE row_count < 0) AS last FROM taken`)
  if (row?.first && row.last) await removeEmpty(db, rollup, row.first, row.last)
  return row?.taken ?? 0
}

/** Removes rollups without any remaining rows, in the periods of two hours and between them. */
const removeEmpty = (db: Queryable, rollup: Rollup, first: Date, last: Date): Promise<number> =>
  db.execute(sql`
    DELETE FROM ${rollupsSql(rollup)}
    WHERE grain IN ('hour', 'hour_total', 'day', 'month') AND row_count = 0
      AND period >= date_trunc('month', ${formatTime(first)}::timestamptz, 'UTC')
      AND period <= ${formatTime(last)}::timestamptz`)

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
