import type { Db } from '../../db/client.ts'
import { isRolledBack } from '../../db/failures.ts'
import type { Context } from '../../graphql/context.ts'
import { groupWork } from '../../shared/groupWork.ts'
import { distinctBy } from './distinct.ts'

/** What the statements of a mutation need of its context. */
type StoreContext = Pick<Context, 'prisma' | 'now' | 'recording'>

/** The rows of one mutation. */
interface Mutation<Row> {
  readonly context: StoreContext
  readonly rows: readonly Row[]
}

/** How the rows of mutations are stored. */
interface GroupOptions<Row, Result> {
  /** Stores the rows of one mutation. */
  readonly alone: (mutation: Mutation<Row>) => Promise<Result>
  /** Stores the rows of several mutations in one transaction. Returns their results in the same order. */
  readonly together: (mutations: readonly Mutation<Row>[]) => Promise<readonly Result[]>
  /** Whether a failure of a group shows that nothing was stored. By default if PostgreSQL reported the failure. */
  readonly isUndone?: (error: unknown) => boolean
  /** The size of a row relative to a small one. By default 1. */
  readonly sizeOf?: ((row: Row) => number) | undefined
}

/** Maximum number of records of several requests that are stored together, or the size of fewer large ones. */
const maxTogether = 200

/**
 * Creates a function that stores the rows of a mutation. Small mutations of concurrent requests share a transaction and
 * its commit.
 */
export const groupMutations = <Row, Result>({
  alone,
  together,
  isUndone = isRolledBack,
  sizeOf = () => 1,
}: GroupOptions<Row, Result>): ((context: StoreContext, rows: readonly Row[]) => Promise<Result>) => {
  const makeStore = () =>
    groupWork<Mutation<Row>, Result>({
      alone,
      together,
      isUndone,
      sizeOf: ({ rows }) => rows.reduce((size, row) => size + sizeOf(row), 0),
      maxSize: maxTogether,
    })
  const stores = new WeakMap<Db, ReturnType<typeof makeStore>>()

  return (context, rows) => {
    const store = stores.get(context.prisma) ?? makeStore()
    stores.set(context.prisma, store)
    return store({ context, rows })
  }
}

/** How rows are stored. Existing rows, by id, are left unchanged. */
interface StoreOptions<Row> {
  /** Stores the rows of one mutation, each id once. Returns the number of new rows. */
  readonly insert: (context: StoreContext, rows: readonly Row[]) => Promise<number>
  /** Stores the rows of several mutations, each id once, in one statement. Returns the ids of the new rows. */
  readonly insertIds: (context: StoreContext, rows: readonly Row[]) => Promise<readonly string[]>
  /** The size of a row relative to a small one. By default 1. */
  readonly sizeOf?: (row: Row) => number
}

/**
 * Creates a function that stores the rows of a mutation and returns the number of new ones. Small mutations of concurrent
 * requests share a statement and its commit. If an id is in several mutations, its row is new for the first one. The
 * statement uses the time of the last mutation.
 */
export const storeInGroups = <Row extends { readonly id: string }>({
  insert,
  insertIds,
  sizeOf,
}: StoreOptions<Row>): ((context: StoreContext, rows: readonly Row[]) => Promise<number>) => {
  const idOf = ({ id }: Row) => id
  const store = groupMutations<Row, number>({
    alone: ({ context, rows }) => insert(context, rows),
    together: async (mutations) => {
      const last = mutations.at(-1)
      if (!last) return []
      const distinct = distinctBy(
        mutations.flatMap(({ rows }) => rows),
        idOf,
      )
      const unclaimed = new Set(await insertIds(last.context, distinct))
      return mutations.map(({ rows }) => rows.filter(({ id }) => unclaimed.delete(id)).length)
    },
    sizeOf,
  })
  return (context, rows) => store(context, distinctBy(rows, idOf))
}
