import sql, { join, type Sql } from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import type { Message } from '../../db/generated/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { insertSql } from '../../db/sql/insert.ts'
import { messageTable } from './table.ts'

const { messageContent: _content, variables: _variables, ...smallColumns } = messageTable.columns

/** Creates a statement on the relation with the given name, the new messages. */
type Follow = (stored: string) => Sql

const storeSql = (messages: readonly Message[], follow: Follow, result: Sql): Sql => sql`
  WITH stored AS (
    ${insertSql(messageTable, messages)} RETURNING ${join(Object.values(smallColumns).map(columnSql), ', ')}
  ), followed AS (${follow('stored')})
  SELECT ${result} FROM stored`

/**
 * Stores messages. Existing messages are left unchanged.
 * @param follow runs as part of the same statement, so that both take effect or neither.
 * @returns the number of new messages.
 */
export const insertMessages = async (prisma: Db, messages: readonly Message[], follow: Follow): Promise<number> => {
  const [row] = await prisma.$writeReturning<{ count: number }>(storeSql(messages, follow, sql`count(*)`))
  return row?.count ?? 0
}

/** Stores messages as {@link insertMessages}, and returns the ids of the new ones. */
export const insertMessagesIds = async (prisma: Db, messages: readonly Message[], follow: Follow): Promise<string[]> =>
  (await prisma.$writeReturning<{ id: string }>(storeSql(messages, follow, sql`id`))).map(({ id }) => id)
