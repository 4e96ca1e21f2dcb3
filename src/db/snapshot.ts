import type pg from 'pg'
import { currentScope, type RequestScope } from '../shared/requestScope.ts'

/** Work on the connection of a snapshot. */
type Work<Result> = (client: pg.PoolClient) => Promise<Result>

/** Runs work on a connection of a pool, which is released when the work ends. */
export type OnConnection = (work: (client: pg.PoolClient, discard: () => void) => Promise<void>) => Promise<void>

/** The statements of an operation, which read one snapshot of the database. */
interface Snapshot {
  /**
   * Runs work on its connection, which the first call takes from a pool. Works run one after the other. Undefined for
   * another pool.
   */
  run<Result>(pool: pg.Pool, onConnection: OnConnection, work: Work<Result>): Promise<Result> | undefined
  /** Ends the transaction, and releases the connection. */
  close(): Promise<void>
}

const snapshots = new WeakMap<RequestScope, Snapshot>()

const ignore = () => undefined

const makeSnapshot = (): Snapshot => {
  let opened: { readonly pool: pg.Pool; readonly client: Promise<pg.PoolClient>; ended: Promise<void> } | undefined
  let last: Promise<unknown> = Promise.resolve()
  let finish: () => void = ignore
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const open = (pool: pg.Pool, onConnection: OnConnection) => {
    let ended: Promise<void> = Promise.resolve()
    const client = new Promise<pg.PoolClient>((resolve, reject) => {
      ended = onConnection(async (taken, discard) => {
        await taken.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
        resolve(taken)
        await finished
        await last
        await taken.query('COMMIT').catch(discard)
      }).catch(reject)
    })
    return { pool, client, ended }
  }
  return {
    run: (pool, onConnection, work) => {
      opened ??= open(pool, onConnection)
      if (opened.pool !== pool) return undefined
      const { client } = opened
      const result = last.then(async () => work(await client))
      last = result.catch(ignore)
      return result
    },
    close: async () => {
      finish()
      await opened?.ended
    },
  }
}

/** The snapshot of the running request; undefined if each of its statements reads its own. */
export const currentSnapshot = (): Snapshot | undefined => {
  const scope = currentScope()
  return scope && snapshots.get(scope)
}

/** Runs work whose statements read one snapshot, on one connection and one after the other. */
export const inSnapshot = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
  const scope = currentScope()
  if (!scope) throw new Error('Only the work of a request can have a snapshot')
  const snapshot = makeSnapshot()
  snapshots.set(scope, snapshot)
  try {
    return await work()
  } finally {
    snapshots.delete(scope)
    await snapshot.close()
  }
}
