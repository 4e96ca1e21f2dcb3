import type { Db } from '../../db/client.ts'
import { isRolledBack } from '../../db/failures.ts'
import type { Context } from '../../graphql/context.ts'
import { groupWork } from '../../shared/groupWork.ts'
import { distinctBy } from './distinct.ts'

/** What the statements of a mutation need of its context. */
type StoreContext = Pick<Context, 'prisma' | 'now' | 'recording'>

/** How rows are stored. Existing rows, by id, are left unchanged. */
interface StoreOptions<Row> {
  /** Stores the rows of one mutation, each id once. Returns the number of new rows. */
  readonly insert: (context: StoreContext, rows: readonly Row[]) => Promise<number>
  /** Stores the rows of several mutations, each id once, in one statement. Returns the ids of the new rows. */
  readonly insertIds: (context: StoreContext, rows: readonly Row[]) => Promise<readonly string[]>
  /** The size of a row relative to a small one. By default 1. */
  readonly sizeOf?: (row: Row) => number
}

/** The rows of one mutation. */
interface Mutation<Row> {
  readonly context: StoreContext
  readonly rows: readonly Row[]
}

/** Maximum number of records of several requests that are stored by one statement, or the size of fewer large ones. */
const maxTogether = 200

/**
 * Creates a function that stores the rows of a mutation and returns the number of new ones. Small mutations of concurrent
 * requests share a statement and its commit. If an id is in several mutations, its row is new for the first one. The
 * statement uses the time of the last mutation.
 */
export const storeInGroups = <Row extends { readonly id: string }>({
  insert,
  insertIds,
  sizeOf = () => 1,
}: StoreOptions<Row>): ((context: StoreContext, rows: readonly Row[]) => Promise<number>) => {
  const storeTogether = async (mutations: readonly Mutation<Row>[]): Promise<number[]> => {
    const last = mutations.at(-1)
    if (!last) return []
    const distinct = distinctBy(
      mutations.flatMap(({ rows }) => rows),
      ({ id }) => id,
    )
    const unclaimed = new Set(await insertIds(last.context, distinct))
    return mutations.map(({ rows }) => rows.filter(({ id }) => unclaimed.delete(id)).length)
  }

  const makeStore = () =>
    groupWork<Mutation<Row>, number>({
      alone: ({ context, rows }) => insert(context, rows),
      together: storeTogether,
      isUndone: isRolledBack,
      sizeOf: ({ rows }) => rows.reduce((size, row) => size + sizeOf(row), 0),
      maxSize: maxTogether,
    })
  const stores = new WeakMap<Db, ReturnType<typeof makeStore>>()

  return (context, rows) => {
    const store = stores.get(context.prisma) ?? makeStore()
    stores.set(context.prisma, store)
    return store({
      context,
      rows: distinctBy(rows, ({ id }) => id),
    })
  }
}
