import type { Sql } from 'sql-template-tag'
import { Prisma } from '../generated/client.ts'
import type { RawRows } from '../rawRows.ts'

/** Runs statements whose rows are not decoded. */
export interface RawReader {
  /** Runs one statement, and returns its rows as PostgreSQL sends them. */
  readRaw(statement: Sql): Promise<RawRows>
}

/**
 * Reads pages of an export. Prisma and the driver would decode each cell to a JavaScript value, which the export would
 * format again. To copy the bytes of a value costs a fraction of that.
 */
export const rawRowMethods = (sql: RawReader) =>
  Prisma.defineExtension({
    name: 'rawRows',
    client: {
      /** Runs one statement, and returns its rows as PostgreSQL sends them. */
      $rawRows: (statement: Sql): Promise<RawRows> => sql.readRaw(statement),
    },
  })
