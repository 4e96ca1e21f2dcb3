import sql, { type Sql } from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { keyOf } from '../../db/sql/table.ts'
import type { RecordType } from '../../records/definition/recordType.ts'
import { formatTime } from '../../shared/time.ts'

/** The latest time of the copied rows of a table; undefined if none were copied. */
export const readCheckpoint = async (prisma: Db, source: string, table: string): Promise<Date | undefined> => {
  const checkpoint = await prisma.importCheckpoint.findUnique({
    where: { source_table: { source, table } },
    select: { time: true },
  })
  return checkpoint?.time
}

/** Stores the checkpoint of a table. A checkpoint never moves back. */
export const saveCheckpoint = async (prisma: Db, source: string, table: string, time: Date): Promise<void> => {
  const data = { source, table, time }
  const { count } = await prisma.importCheckpoint.createMany({ data, skipDuplicates: true })
  if (count === 0)
    await prisma.importCheckpoint.updateMany({ where: { source, table, time: { lt: time } }, data: { time } })
}

/** Stores the keys of rows from a source, so that they can be removed here when they are deleted there. */
export const noteCopied = (prisma: Db, source: string, feedbackIds: readonly string[]): Promise<number> =>
  // Writers of the same rows store them in the same order, which prevents deadlocks.
  prisma.$write(sql`
    INSERT INTO imported_feedback (source, feedback_id)
    SELECT ${source}, id FROM unnest(${feedbackIds}::text[]) AS copied (id)
    WHERE NOT EXISTS (SELECT 1 FROM imported_feedback WHERE source = ${source} AND feedback_id = id)
    ORDER BY id COLLATE "C" ON CONFLICT DO NOTHING`)

/**
 * The condition for notes, as `noted`, of stored rows that came from a source and are not older than the given time.
 */
const recentSql = (source: string, since: Date): Sql =>
  sql`noted.source = ${source} AND stored.timestamp >= ${formatTime(since)}::timestamptz`

/**
 * Finds the stored rows of a source that are not older than a time and that it no longer returned.
 * @param present the keys of the rows that the source returned since that time.
 * @returns their keys. The source may still have them: invalid, or with an older time.
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
 * Removes rows that came from a source and no longer exist there, together with their notes.
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

/** Removes the notes of rows that are no longer stored, from any source. */
export const forgetRemoved = (prisma: Db, { table }: RecordType): Promise<number> =>
  prisma.$write(sql`
    DELETE FROM imported_feedback AS noted
    WHERE NOT EXISTS (SELECT 1 FROM ${tableSql(table)} AS stored WHERE stored.${columnSql(keyOf(table))} = noted.feedback_id)`)
