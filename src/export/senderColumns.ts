import sql, { type Sql } from 'sql-template-tag'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { columnSql } from '../db/sql/filters.ts'
import { tableSql } from '../db/sql/rows.ts'
import { type AnyTable, type Column, columnOf, type IdentifiedTable } from '../db/sql/table.ts'
import { messageTable } from '../records/messages/table.ts'
import { sessionTable } from '../records/sessions/table.ts'

/**
 * The user and the platform of records that store neither: those of the message, otherwise of the session, or null.
 * Each value is looked up by primary key, only for the rows of a page and only if the column was requested.
 */
export const senderColumns = (table: AnyTable): readonly ExportColumn[] => {
  const messageId = columnOf(table, 'messageId')
  const sessionId = columnOf(table, 'sessionId')
  return (['userId', 'platform'] as const).map((field) => {
    const column = messageTable.columns[field]
    const ofMessage = lookUpSql(messageTable, column, messageId)
    const ofSession = lookUpSql(sessionTable, sessionTable.columns[field], sessionId)
    return { name: column.name, column, valueSql: sql`coalesce(${ofMessage}, ${ofSession})` }
  })
}

/**
 * A column of the row that the exported row refers to. The inner names differ from those of every table, so that the
 * reference is the exported row's own column.
 */
const lookUpSql = (table: IdentifiedTable, column: Column, reference: Column): Sql => sql`(
    SELECT referred.referred_value
    FROM (
      SELECT ${columnSql(table.columns.id)} AS referred_id, ${columnSql(column)} AS referred_value FROM ${tableSql(table)}
    ) AS referred
    WHERE referred.referred_id = ${columnSql(reference)})`
