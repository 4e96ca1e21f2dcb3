import sql, { raw } from 'sql-template-tag'
import type { Database } from '../database.ts'
import { locks } from '../locks.ts'
import { deltasSql, type Rollup, rollupsSql } from './rollup.ts'
import { byGrainSql, rollupColumnsSql, rowsByHourSql } from './sums.ts'

/**
 * Makes all rollups anew from the rows. Each record's are replaced in one statement: what it sees of rows and deltas is
 * of one moment, deltas that come later stay, and statistics are those of before until it is done. Writers do not wait.
 * @param onDone is told of each record's table when its rollups are new, and how many they are.
 * @returns false where another process changes rollups at the moment: then nothing was done.
 */
export const rebuildRollups = async (
  db: Database,
  rollups: readonly Rollup[],
  onDone: (table: string, periods: number) => void = () => undefined,
): Promise<boolean> => {
  const done = await db.tryLock(locks.rollups, async (locked) => {
    for (const rollup of rollups) {
      onDone(rollup.table.name, await locked.execute(replaceSql(rollup)))
      await locked.execute(sql`VACUUM ${rollupsSql(rollup)}`)
    }
    return true
  })
  return done ?? false
}

/** The old rollups are counted so that they are gone before the new ones come. */
const replaceSql = (rollup: Rollup) => sql`
  WITH cleared AS (DELETE FROM ${rollupsSql(rollup)} RETURNING 1),
    taken AS (DELETE FROM ${deltasSql(rollup)}),
    hourly AS MATERIALIZED (${rowsByHourSql(rollup, sql`TRUE`)})
  INSERT INTO ${rollupsSql(rollup)} (${rollupColumnsSql(rollup)})
  SELECT * FROM (${byGrainSql(rollup, raw('hourly'))}) AS made WHERE (SELECT count(*) FROM cleared) >= 0`
