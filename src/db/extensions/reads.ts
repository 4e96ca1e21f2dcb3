import type { Sql } from 'sql-template-tag'
import { Prisma } from '../generated/client.ts'
import type { Queryable } from '../queryable.ts'

/**
 * Pages of an export, which are read as text. Prisma would decode each cell to a JavaScript value and back; a row that
 * PostgreSQL has already formatted as one line is read several times faster.
 */
export const exportMethods = (sql: Queryable) =>
  Prisma.defineExtension({
    name: 'export',
    client: {
      /** Reads the lines that a statement formats. */
      $lines: async (statement: Sql): Promise<string[]> =>
        (await sql.query<{ line: string }>(statement)).map(({ line }) => line),
    },
  })
