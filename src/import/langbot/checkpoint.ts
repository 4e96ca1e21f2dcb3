import sql, { type Sql } from 'sql-template-tag'
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
export const noteCopied = (prisma: Db, source: string, feedbackIds: readonly string[]): Promise<number> =>
  // Writers of the same rows store them in one order, and never deadlock.
  prisma.$write(sql`
    INSERT INTO imported_feedback (source, feedback_id)
    SELECT ${source}, id FROM unnest(${feedbackIds}::text[]) AS copied (id)
    WHERE NOT EXISTS (SELECT FROM imported_feedback WHERE source = ${source} AND feedback_id = id)
    ORDER BY id COLLATE "C" ON CONFLICT DO NOTHING`)

/** The condition for notes, as `noted`, of stored rows that came from a source and are not older than a time. */
const recentSql = (source: string, since: Date): Sql =>
  sql`noted.source = ${source} AND stored.timestamp >= ${formatTime(since)}::timestamptz`

/**
 * Finds the rows that came from a source, are not older than a time, and were not among those that it gave.
 * @param present the keys of the rows that it gave from that time on.
 * @returns their keys. The source may have them nevertheless: unreadable, or with an older time.
 */
export const findMissing = async (
  prisma: Db,
  { table }: RecordType,
  source: string,
  since: Date,
  present: readonly string[],
): Promise<string[]> => {
  const key = columnSql(keyOf(table))
  const rows = await prisma.$writeReturning<{ key: string }>(sql`
    SELECT stored.${key} AS key FROM imported_feedback AS noted
      JOIN ${tableSql(table)} AS stored ON stored.${key} = noted.feedback_id
    WHERE ${recentSql(source, since)} AND noted.feedback_id <> ALL(${present}::text[]) ORDER BY 1`)
  return rows.map((row) => row.key)
}

/**
 * Removes rows that came from a source and are gone there, with what is noted of them.
 * @returns the number of removed rows.
 */
export const removeCancelled = (
  prisma: Db,
  { table }: RecordType,
  source: string,
  since: Date,
  keys: readonly string[],
): Promise<number> => {
  const key = columnSql(keyOf(table))
  return prisma.$write(sql`
    WITH cancelled AS MATERIALIZED (
      SELECT stored.${key} AS feedback_id FROM imported_feedback AS noted
        JOIN ${tableSql(table)} AS stored ON stored.${key} = noted.feedback_id
      WHERE ${recentSql(source, since)} AND noted.feedback_id = ANY(${keys}::text[])
      ORDER BY 1 FOR UPDATE
    ), forgotten AS (
      DELETE FROM imported_feedback
      WHERE source = ${source} AND feedback_id IN (SELECT feedback_id FROM cancelled)
    )
    DELETE FROM ${tableSql(table)} WHERE ${key} IN (SELECT feedback_id FROM cancelled)`)
}

/** Forgets what is noted of rows that are not stored any more, of whatever source. */
export const forgetRemoved = (prisma: Db, { table }: RecordType): Promise<number> =>
  prisma.$write(sql`
    DELETE FROM imported_feedback AS noted
    WHERE NOT EXISTS (SELECT FROM ${tableSql(table)} AS stored WHERE stored.${columnSql(keyOf(table))} = noted.feedback_id)`)
