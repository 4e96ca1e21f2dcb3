import sql, { raw } from 'sql-template-tag'
import type { Queryable } from '../db/database.ts'
import { tableSql } from '../db/rows.ts'
import { embeddingCallTable } from './table.ts'

/**
 * Gives embedding calls that have no bot and no pipeline those of their message, else of their session. Calls are locked
 * in the order of their ids, as all writers do. A call whose
 * message and session are not stored yet stays as it is, to be found by the next run.
 * @param parents tables of messages and of sessions, and their ids' columns.
 * @returns how many calls were filled.
 */
export const inheritContext = async (
  db: Queryable,
  parents: readonly { readonly table: string; readonly id: string; readonly reference: string }[],
): Promise<number> => {
  let filled = 0
  for (const { table, id, reference } of parents)
    filled += await db.execute(sql`
      UPDATE ${tableSql(embeddingCallTable)} AS call
      SET bot_id = parent.bot_id, bot_name = parent.bot_name,
        pipeline_id = parent.pipeline_id, pipeline_name = parent.pipeline_name
      FROM ${raw(`"${table}"`)} AS parent, (
        SELECT id FROM ${tableSql(embeddingCallTable)} AS lacking
        WHERE bot_id IS NULL AND pipeline_id IS NULL AND EXISTS (
          SELECT FROM ${raw(`"${table}"`)} AS parent WHERE parent.${raw(`"${id}"`)} = lacking.${raw(`"${reference}"`)})
        ORDER BY id FOR UPDATE
      ) AS locked
      WHERE call.id = locked.id AND parent.${raw(`"${id}"`)} = call.${raw(`"${reference}"`)}`)
  return filled
}
