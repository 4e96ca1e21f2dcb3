import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { listMethods } from './extensions/lists.ts'
import { type OnOperation, reportOperations } from './extensions/operations.ts'
import { type RawReader, rawRowMethods } from './extensions/rawRows.ts'
import { statisticMethods } from './extensions/statistics.ts'
import { writeMethods } from './extensions/writes.ts'
import { PrismaClient } from './generated/client.ts'
import type { NameStatement } from './prepared.ts'
import type { Transactional } from './queryable.ts'

/**
 * Creates the Prisma Client that every request reads and writes through: Prisma's own API on the pool, extended with
 * the methods in `extensions/` for what that API cannot express.
 * @param sql runs the statements of the extensions on the same pool.
 * @param onOperation called with the name of each operation, e.g. `LlmCall.findPage`.
 */
export const makeClient = (
  pool: pg.Pool,
  sql: Transactional & RawReader,
  nameStatement: NameStatement,
  onOperation?: OnOperation,
) => {
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, {
      disposeExternalPool: false,
      statementNameGenerator: ({ sql: text }) => nameStatement(text) ?? '',
    }),
  })
    .$extends(listMethods(sql, onOperation))
    .$extends(statisticMethods(sql, onOperation))
    .$extends(rawRowMethods(sql))
    .$extends(writeMethods(sql, onOperation))
  // The extension does not change any types.
  return onOperation ? (client.$extends(reportOperations(onOperation)) as unknown as typeof client) : client
}

/** The extended Prisma Client. A separate interface is much cheaper to type-check than the client's inferred type. */
export interface Db extends ReturnType<typeof makeClient> {}
