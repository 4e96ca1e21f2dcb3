import { once } from 'node:events'
import pg from 'pg'
import { currentScope } from '../shared/requestScope.ts'
import { cancelWith } from './cancel.ts'
import { sendCounted } from './countedQuery.ts'
import { RequestEndedError } from './failures.ts'

/** A client that reports each statement before it sends it, and counts its rows: the one place that sees Prisma's and ours. */
export const reportingClient = (onStatement: ((text: string) => void) | undefined) =>
  class extends pg.Client {
    override query(...args: unknown[]): never {
      const [statement] = args as [string | { text?: string }]
      const text = typeof statement === 'string' ? statement : (statement.text ?? '')
      onStatement?.(text)
      const scope = currentScope()
      scope?.onStatement(text)
      const countBytes = scope?.countBytes
      // What can submit itself, such as a cursor, reads its rows in its own way.
      if (!countBytes || isSubmittable(statement))
        return super.query(...(args as Parameters<pg.Client['query']>)) as never
      return sendCounted(countBytes, args, (query) => super.query(query)) as never
    }
  }

const isSubmittable = (statement: unknown): boolean =>
  typeof statement === 'object' && statement !== null && 'submit' in statement

/** A statement as the driver takes it. */
type Statement = pg.QueryConfig | pg.QueryArrayConfig

/** Runs one statement for the request that sends it, and tells the request when it has ended. */
export const runStatement = async (target: pg.ClientBase, statement: Statement): Promise<pg.QueryResult> => {
  const started = Date.now()
  let failure: unknown
  try {
    return await target.query(statement)
  } catch (error) {
    failure = error
    throw error
  } finally {
    currentScope()?.onStatementEnd?.(statement.text, started, failure)
  }
}

/** Gets a connection, or stops waiting for one as soon as the signal aborts: then it goes back when it arrives. */
const takeConnection = async (pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> => {
  signal?.throwIfAborted()
  const taking = pool.connect()
  // An idle connection arrives at once, unless others of the same moment wait for it: one that has to be waited for may
  // arrive after the request has ended.
  if (!signal || (pool.idleCount > 0 && pool.idleCount >= pool.waitingCount)) return taking
  const aborted = new AbortController()
  const abort = once(signal, 'abort', { signal: aborted.signal }).then(() => signal.throwIfAborted())
  try {
    await Promise.race([taking, abort])
    return await taking
  } catch (error) {
    taking.then(
      (client) => client.release(),
      () => undefined,
    )
    throw error
  } finally {
    abort.catch(() => undefined)
    aborted.abort()
  }
}

/**
 * Runs work on a connection of its own, which is closed when the request is aborted.
 * @param work may `discard` the connection, so that it is closed instead of used again.
 */
export const onConnection = async <Result>(
  pool: pg.Pool,
  cancellable: boolean,
  work: (client: pg.PoolClient, discard: () => void) => Promise<Result>,
): Promise<Result> => {
  const signal = currentScope()?.signal
  const client = await takeConnection(pool, signal)
  const cancel = signal ? cancelWith(signal, client, cancellable) : undefined
  let discarded = false
  try {
    return await work(client, () => {
      discarded = true
    })
  } catch (error) {
    // The server reports a cancellation as it reports its own time limit: here the request has ended.
    if (cancel && signal?.aborted)
      throw new RequestEndedError('The statement was cancelled: the request has ended', { cause: signal.reason })
    throw error
  } finally {
    const isCancelled = cancel?.stop() ?? false
    client.release(isCancelled || discarded)
  }
}

/**
 * Makes the statements that Prisma sends to a pool run for the request that sends them: they are cancelled with it and
 * reported to it. The pool itself runs a statement that had to wait for a connection in the scope of whoever released it.
 */
export const bindStatements = (pool: pg.Pool, cancellable: boolean): pg.Pool =>
  Object.assign(pool, {
    query: (statement: Statement) => onConnection(pool, cancellable, (client) => runStatement(client, statement)),
  })
