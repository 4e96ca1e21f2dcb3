import sql, { join, type Sql } from 'sql-template-tag'
import type { Queryable } from '../db/database.ts'
import { columnSql } from '../db/filters.ts'
import type { Message } from '../db/generated/client.ts'
import { insertSql } from '../db/insert.ts'
import { tableSql } from '../db/rows.ts'
import type { Draft } from '../recording/readInputs.ts'
import { messageTable } from './table.ts'

const { messageContent: _content, variables: _variables, ...smallColumns } = messageTable.columns

/**
 * Stores messages; one that exists stays as it is.
 * @param follow a statement on the relation `stored`, the messages that were not there before: runs with the same
 *   statement, and so is done when they are stored, or not at all.
 * @returns how many were added.
 */
export const insertMessages = async (
  db: Queryable,
  messages: readonly Message[],
  follow: (stored: string) => Sql,
): Promise<number> => {
  const [row] = await db.query<{ count: number }>(sql`
    WITH stored AS (
      ${insertSql(messageTable, messages)} RETURNING ${join(Object.values(smallColumns).map(columnSql), ', ')}
    ), followed AS (${follow('stored')})
    SELECT count(*) FROM stored`)
  return row?.count ?? 0
}

/** Changes what is given of a message; null takes variables away. Tells whether there is such a message. */
export const updateMessage = async (
  db: Queryable,
  id: string,
  { status, level, variables }: Pick<Draft<Message>, 'status' | 'level' | 'variables'>,
): Promise<boolean> =>
  (await db.execute(sql`
    UPDATE ${tableSql(messageTable)} SET status = coalesce(${status}, status), level = coalesce(${level}, level),
      variables = CASE WHEN ${variables === undefined}::boolean THEN variables ELSE ${variables}::text END
    WHERE id = ${id}`)) > 0
