/**
 * Ids for Prisma's `in`, up to the next power of two with the last one repeated. Prisma binds each id on its own: without
 * this every number of ids would be a statement, and a compiled plan, of its own.
 */
export const padIds = (ids: readonly string[]): string[] => {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, ids.length)))
  const last = ids.at(-1)
  return last === undefined ? [] : [...ids, ...Array<string>(size - ids.length).fill(last)]
}
