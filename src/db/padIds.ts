/**
 * Pads ids for Prisma's `in` to the next power of two by repeating the last one. Prisma binds each id separately, so
 * that each number of ids would otherwise be a different statement with its own compiled plan.
 */
export const padIds = (ids: readonly string[]): string[] => {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, ids.length)))
  const last = ids.at(-1)
  return last === undefined ? [] : [...ids, ...Array<string>(size - ids.length).fill(last)]
}
