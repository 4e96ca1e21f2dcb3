import sql, { join, type Sql } from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { type InsertRow, rowsSql } from '../../db/sql/insert.ts'
import { tableSql } from '../../db/sql/rows.ts'
import type { AnyTable } from '../../db/sql/table.ts'

/** The tables that records inherit missing context from, and the columns that refer to them. */
const parents = {
  message: { table: { name: 'monitoring_messages' }, id: { name: 'id' }, reference: { name: 'message_id' } },
  session: { table: { name: 'monitoring_sessions' }, id: { name: 'session_id' }, reference: { name: 'session_id' } },
} as const

/**
 * A name belongs to its id: it is inherited only from a message or session with the same bot or pipeline as the row.
 */
const nameSql = (kind: 'bot' | 'pipeline'): Sql => {
  const [id, name] = [columnSql({ name: `${kind}_id` }), columnSql({ name: `${kind}_name` })]
  return sql`coalesce(input.${name},
    CASE WHEN coalesce(input.${id}, message.${id}) = message.${id} THEN message.${name} END,
    CASE WHEN coalesce(input.${id}, message.${id}, session.${id}) = session.${id} THEN session.${name} END)`
}

const inherited: Readonly<Record<string, Sql>> = {
  bot_id: sql`coalesce(input.bot_id, message.bot_id, session.bot_id)`,
  bot_name: nameSql('bot'),
  pipeline_id: sql`coalesce(input.pipeline_id, message.pipeline_id, session.pipeline_id)`,
  pipeline_name: nameSql('pipeline'),
  session_id: sql`coalesce(input.session_id, message.session_id)`,
}

/**
 * Selects rows with all columns of their table from a relation `input`. Bot, pipeline, session and names that a row
 * omits are inherited from its message, otherwise from its session, if these are stored.
 */
export const inheritingSql = (table: AnyTable, rows: readonly InsertRow[]): Sql => {
  const values = Object.values(table.columns).map((column) => inherited[column.name] ?? sql`input.${columnSql(column)}`)
  return sql`
    SELECT ${join(values, ', ')} FROM ${rowsSql(table, rows, 'input')}
    LEFT JOIN ${tableSql(parents.message.table)} AS message ON message.id = input.message_id
    LEFT JOIN ${tableSql(parents.session.table)} AS session ON session.session_id = coalesce(input.session_id, message.session_id)`
}

/**
 * Sets the bot and pipeline of stored rows that have neither to those of their message, otherwise of their session.
 * Sets the session of rows that have none to that of their message. A row whose message and session are not stored yet
 * is left unchanged and is processed again by the next run.
 * @returns the number of updated rows.
 */
export const fillInherited = async (prisma: Db, table: AnyTable): Promise<number> => {
  let filled = 0
  for (const { table: parent, id, reference } of Object.values(parents)) {
    const isParent = sql`parent.${columnSql(id)} = row.${columnSql(reference)}`
    // Rows are locked in the order of their ids, as by all writers, to prevent deadlocks.
    filled += await prisma.$write(sql`
      UPDATE ${tableSql(table)} AS row
      SET bot_id = parent.bot_id, bot_name = coalesce(row.bot_name, parent.bot_name),
        pipeline_id = parent.pipeline_id, pipeline_name = coalesce(row.pipeline_name, parent.pipeline_name),
        session_id = coalesce(row.session_id, parent.session_id)
      FROM ${tableSql(parent)} AS parent, (
        SELECT id FROM ${tableSql(table)} AS row
        WHERE bot_id IS NULL AND pipeline_id IS NULL
          AND EXISTS (SELECT 1 FROM ${tableSql(parent)} AS parent WHERE ${isParent})
        ORDER BY id FOR UPDATE
      ) AS locked
      WHERE row.id = locked.id AND ${isParent}`)
  }
  return filled
}
