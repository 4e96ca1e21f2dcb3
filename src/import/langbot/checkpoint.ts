import sql from 'sql-template-tag'
import type { Queryable } from '../../db/database.ts'
import { columnSql } from '../../db/filters.ts'
import { tableSql } from '../../db/rows.ts'
import { feedbackTable } from '../../feedback/table.ts'
import { formatTime } from '../../shared/time.ts'

/** The latest time among the rows that were copied of a table; nothing where none were. */
export const readCheckpoint = async (db: Queryable, source: string, table: string): Promise<Date | undefined> => {
  const [row] = await db.query<{ time: Date }>(sql`
    SELECT time FROM import_checkpoints WHERE source = ${source} AND table_name = ${table}`)
  return row?.time
}

/** Notes how far a table was copied; it never goes back. */
export const saveCheckpoint = (db: Queryable, source: string, table: string, time: Date): Promise<number> =>
  db.execute(sql`
    INSERT INTO import_checkpoints AS stored (source, table_name, time)
    VALUES (${source}, ${table}, ${formatTime(time)}::timestamptz)
    ON CONFLICT (source, table_name) DO UPDATE SET time = excluded.time WHERE excluded.time > stored.time`)

/** Notes which feedback came from a source. */
export const noteFeedback = (db: Queryable, source: string, feedbackIds: readonly string[]): Promise<number> =>
  db.execute(sql`
    INSERT INTO imported_feedback (source, feedback_id) SELECT ${source}, id FROM unnest(${feedbackIds}::text[]) AS id
    ORDER BY id COLLATE "C"
    ON CONFLICT DO NOTHING`)

/**
 * Removes the feedback that came from a source, is not older than a time, and is not there any more.
 * @param present the ids of all feedback that the source has from that time on.
 * @returns how many were removed.
 */
export const removeCancelled = (
  db: Queryable,
  source: string,
  since: Date,
  present: readonly string[],
): Promise<number> => {
  const id = columnSql(feedbackTable.columns.feedbackId)
  return db.execute(sql`
    WITH cancelled AS MATERIALIZED (
      SELECT stored.${id} AS feedback_id FROM imported_feedback AS noted
        JOIN ${tableSql(feedbackTable)} AS stored ON stored.${id} = noted.feedback_id
      WHERE noted.source = ${source} AND stored.timestamp >= ${formatTime(since)}::timestamptz
        AND noted.feedback_id <> ALL(${present}::text[])
      ORDER BY 1 FOR UPDATE
    ), forgotten AS (
      DELETE FROM imported_feedback
      WHERE source = ${source} AND feedback_id IN (SELECT feedback_id FROM cancelled)
    )
    DELETE FROM ${tableSql(feedbackTable)} WHERE ${id} IN (SELECT feedback_id FROM cancelled)`)
}
