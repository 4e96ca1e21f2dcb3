import type { Db } from '../../src/db/client.ts'
import type { Database } from '../../src/db/database.ts'

/** Methods of the client itself, which Prisma's query extensions do not see. */
const clientMethods: readonly unknown[] = ['$rawRows', '$statistics']

/**
 * A database whose Prisma Client runs a function before each operation, e.g. to wait or fail.
 * @param before called with the name of the operation, e.g. `ApiToken.findFirst` or `$rawRows`.
 */
export const interceptOperations = <Own extends Database>(
  db: Own,
  before: (operation: string) => Promise<unknown>,
): Own => {
  const extended = db.prisma.$extends({
    query: {
      $allModels: {
        $allOperations: async ({ model, operation, args, query }) => {
          await before(`${model}.${operation}`)
          return query(args)
        },
      },
    },
  })
  const prisma = new Proxy(extended, {
    get: (client, name) => {
      const value: unknown = Reflect.get(client, name)
      if (!clientMethods.includes(name) || typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        await before(String(name))
        return value.apply(client, args)
      }
    },
  })
  // The extension does not change any types.
  return { ...db, prisma: prisma as unknown as Db }
}
