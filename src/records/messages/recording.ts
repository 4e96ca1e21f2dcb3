import sql, { join, type Sql } from 'sql-template-tag'
import type { Db } from '../../db/client.ts'
import type { Message } from '../../db/generated/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { insertSql } from '../../db/sql/insert.ts'
import { messageTable } from './table.ts'

const { messageContent: _content, variables: _variables, ...smallColumns } = messageTable.columns

/**
 * Stores messages. Existing messages are left unchanged.
 * @param follow creates a statement on the relation `stored`, the new messages. It runs as part of the same
 *   statement, so that both take effect or neither.
 * @returns the number of new messages.
 */
export const insertMessages = async (
  prisma: Db,
  messages: readonly Message[],
  follow: (stored: string) => Sql,
): Promise<number> => {
  const [row] = await prisma.$writeReturning<{ count: number }>(sql`
    WITH stored AS (
      ${insertSql(messageTable, messages)} RETURNING ${join(Object.values(smallColumns).map(columnSql), ', ')}
    ), followed AS (${follow('stored')})
    SELECT count(*) FROM stored`)
  return row?.count ?? 0
}
