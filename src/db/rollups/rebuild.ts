import sql, { empty, raw } from 'sql-template-tag'
import type { Database } from '../database.ts'
import { locks } from '../locks.ts'
import { deltasSql, type Rollup, rollupsSql } from './rollup.ts'
import { binsOfRowsSql, hasSketches, sketchColumnsSql, sketchesByGrainSql, sketchesSql } from './sketches.ts'
import { byGrainSql, rollupColumnsSql, rowsByHourSql } from './sums.ts'

/**
 * Rebuilds all rollups from the rows. Those of each record are replaced in one statement, from one snapshot of rows and
 * deltas. Later deltas remain pending, and statistics use the old rollups until it is done. Writers do not wait.
 * @param onDone called with each record's table when its rollups are rebuilt, and with their number.
 * @returns false, without any change, if another process is changing rollups.
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
      if (hasSketches(rollup)) await locked.execute(sql`VACUUM ${sketchesSql(rollup)}`)
    }
    return true
  })
  return done ?? false
}

/** The old rollups are counted, which ensures that they are deleted before the new ones are inserted. */
const replaceSql = (rollup: Rollup) => sql`
  WITH cleared AS (DELETE FROM ${rollupsSql(rollup)} RETURNING 1),
    taken AS (DELETE FROM ${deltasSql(rollup)}),${replaceSketchesSql(rollup)}
    hourly AS MATERIALIZED (${rowsByHourSql(rollup, sql`TRUE`)})
  INSERT INTO ${rollupsSql(rollup)} (${rollupColumnsSql(rollup)})
  SELECT * FROM (${byGrainSql(rollup, raw('hourly'))}) AS made WHERE (SELECT count(*) FROM cleared) >= 0`

const replaceSketchesSql = (rollup: Rollup) =>
  hasSketches(rollup)
    ? sql`
    cleared_sketches AS (DELETE FROM ${sketchesSql(rollup)} RETURNING 1),
    sketched AS (
      INSERT INTO ${sketchesSql(rollup)} (${sketchColumnsSql(rollup)})
      SELECT * FROM (${sketchesByGrainSql(rollup, binsOfRowsSql(rollup, sql`TRUE`))}) AS made
      WHERE (SELECT count(*) FROM cleared_sketches) >= 0
    ),`
    : empty
