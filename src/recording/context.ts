import sql, { join, type Sql } from 'sql-template-tag'
import type { Queryable } from '../db/database.ts'
import { columnSql } from '../db/filters.ts'
import { columnNamesSql, type InsertRow, rowsSql, writeOrderSql } from '../db/insert.ts'
import { tableSql } from '../db/rows.ts'
import type { AnyTable, IdentifiedTable } from '../db/table.ts'
import { messageTable } from '../messages/table.ts'
import { sessionTable } from '../sessions/table.ts'

/** The name goes with its id: a name is inherited only from whoever has the very bot or pipeline that the row ends up with. */
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
 * Selects rows with all columns of their table, as a relation `input` that can be sorted; bot, pipeline, session and names that a row leaves
 * out are those of its message, else of its session, as far as these are stored.
 */
export const inheritingSql = (table: AnyTable, rows: readonly InsertRow[]): Sql => {
  const values = Object.values(table.columns).map((column) => inherited[column.name] ?? sql`input.${columnSql(column)}`)
  return sql`
    SELECT ${join(values, ', ')} FROM ${rowsSql(table, rows, 'input')}
    LEFT JOIN ${tableSql(messageTable)} AS message ON message.id = input.message_id
    LEFT JOIN ${tableSql(sessionTable)} AS session ON session.session_id = coalesce(input.session_id, message.session_id)`
}

/**
 * Inserts rows, with the context that they leave out, in one statement; a row that exists stays as it is.
 * @returns how many were added.
 */
export const insertInheriting = (db: Queryable, table: IdentifiedTable, rows: readonly InsertRow[]): Promise<number> =>
  db.execute(sql`
    INSERT INTO ${tableSql(table)} (${columnNamesSql(table)})
    ${inheritingSql(table, rows)} ${writeOrderSql(table)} ON CONFLICT DO NOTHING`)
