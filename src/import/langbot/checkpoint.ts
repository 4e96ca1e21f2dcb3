import sql from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { keyOf } from '../../db/sql/table.ts'
import type { RecordType } from '../../records/definition/recordType.ts'
import { formatTime } from '../../shared/time.ts'

/** The latest time among the rows of a table that were copied; undefined where none were. */
export const readCheckpoint = async (prisma: Db, source: string, table: string): Promise<Date | undefined> => {
  const checkpoint = await prisma.importCheckpoint.findUnique({
    where: { source_table: { source, table } },
    select: { time: true },
  })
  return checkpoint?.time
}

/** Saves how far a table has been copied; a checkpoint never moves back. */
export const saveCheckpoint = async (prisma: Db, source: string, table: string, time: Date): Promise<void> => {
  const data = { source, table, time }
  const { count } = await prisma.importCheckpoint.createMany({ data, skipDuplicates: true })
  if (count === 0)
    await prisma.importCheckpoint.updateMany({ where: { source, table, time: { lt: time } }, data: { time } })
}

/** Saves the keys of rows that came from a source, so that they can be removed here when they are gone there. */
export const noteCopied = async (prisma: Db, source: string, feedbackIds: readonly string[]): Promise<void> => {
  await prisma.importedFeedback.createMany({
    // Writers of the same rows store them in one order, and never deadlock.
    data: feedbackIds.toSorted().map((feedbackId) => ({ source, feedbackId })),
    skipDuplicates: true,
  })
}

/**
 * Removes the rows that came from a source, are not older than a time, and are no longer there.
 * @param present the keys of all rows that the source has from that time on.
 * @returns the number of removed rows.
 */
export const removeCancelled = (
  prisma: Db,
  { table }: RecordType,
  source: string,
  since: Date,
  present: readonly string[],
): Promise<number> => {
  const key = columnSql(keyOf(table))
  return prisma.$write(sql`
    WITH cancelled AS MATERIALIZED (
      SELECT stored.${key} AS feedback_id FROM imported_feedback AS noted
        JOIN ${tableSql(table)} AS stored ON stored.${key} = noted.feedback_id
      WHERE noted.source = ${source} AND stored.timestamp >= ${formatTime(since)}::timestamptz
        AND noted.feedback_id <> ALL(${present}::text[])
      ORDER BY 1 FOR UPDATE
    ), forgotten AS (
      DELETE FROM imported_feedback
      WHERE source = ${source} AND feedback_id IN (SELECT feedback_id FROM cancelled)
    )
    DELETE FROM ${tableSql(table)} WHERE ${key} IN (SELECT feedback_id FROM cancelled)`)
}
