import type { Sql } from 'sql-template-tag'
import { Prisma } from '../generated/client.ts'
import type { Queryable } from '../queryable.ts'

/**
 * Reads pages of an export. Prisma would decode each cell to a JavaScript value, which the export would format again. A
 * row that PostgreSQL formats as one line of text costs a fraction of that.
 */
export const lineMethods = (sql: Queryable) =>
  Prisma.defineExtension({
    name: 'lines',
    client: {
      /** Reads the column `line` of the rows that a statement selects. */
      $lines: async (statement: Sql): Promise<string[]> =>
        (await sql.query<{ line: string }>(statement)).map(({ line }) => line),
    },
  })
