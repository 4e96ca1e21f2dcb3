import { once } from 'node:events'
import pg from 'pg'
import { currentScope } from '../shared/requestScope.ts'
import { cancelWith } from './cancel.ts'
import { sendCounted } from './countedQuery.ts'
import { RequestEndedError } from './failures.ts'

/**
 * A client that reports each statement before it is sent and counts its rows, for statements of Prisma and of this
 * application.
 */
export const reportingClient = (onStatement: ((text: string) => void) | undefined) =>
  class extends pg.Client {
    override query(...args: unknown[]): never {
      const [statement] = args as [string | { text?: string }]
      const text = typeof statement === 'string' ? statement : (statement.text ?? '')
      onStatement?.(text)
      const scope = currentScope()
      scope?.onStatement(text)
      const countBytes = scope?.countBytes
      // Objects that submit themselves, such as cursors, read their rows in their own way.
      if (!countBytes || isSubmittable(statement))
        return super.query(...(args as Parameters<pg.Client['query']>)) as never
      return sendCounted(countBytes, args, (query) => super.query(query)) as never
    }
  }

const isSubmittable = (statement: unknown): boolean =>
  typeof statement === 'object' && statement !== null && 'submit' in statement

/** A statement in one of the forms that the driver accepts. */
type Statement = pg.QueryConfig | pg.QueryArrayConfig

/** Runs a statement for the request that sends it, and reports its end to the request. */
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

/**
 * Acquires a connection, or stops waiting as soon as the signal aborts. The connection is then released when it
 * arrives.
 */
const takeConnection = async (pool: pg.Pool, signal: AbortSignal | undefined): Promise<pg.PoolClient> => {
  signal?.throwIfAborted()
  const taking = pool.connect()
  // An idle connection is available immediately, unless concurrent callers wait for it. A connection that is not idle
  // may arrive after the request has ended.
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
 * Runs work on a separate connection, which is closed if the request is aborted.
 * @param work may call `discard`, so that the connection is closed instead of reused.
 */
export const onConnection = async <Result>(
  pool: pg.Pool,
  cancellable: boolean,
  work: (client: pg.PoolClient, discard: () => void) => Promise<Result>,
): Promise<Result> => {
  const signal = currentScope()?.signal
  const client = await takeConnection(pool, signal)
  if (signal?.aborted) {
    // It ended while the connection was on its way: nothing has been sent, so the connection is as good as before.
    client.release()
    throw signal.reason
  }
  const cancel = signal ? cancelWith(signal, client, cancellable) : undefined
  let discarded = false
  try {
    return await work(client, () => {
      discarded = true
    })
  } catch (error) {
    // The server reports a cancellation in the same way as its statement timeout, but here the request has ended.
    if (cancel && signal?.aborted)
      throw new RequestEndedError('The statement was cancelled: the request has ended', { cause: signal.reason })
    throw error
  } finally {
    const isCancelled = cancel?.stop() ?? false
    client.release(isCancelled || discarded)
  }
}

/**
 * Binds the statements that Prisma sends to a pool to the request that sends them: they are cancelled with it and
 * reported to it. Without this, a statement that waited for a connection would run in the scope of the caller that
 * released the connection.
 */
export const bindStatements = (pool: pg.Pool, cancellable: boolean): pg.Pool =>
  Object.assign(pool, {
    query: (statement: Statement) => onConnection(pool, cancellable, (client) => runStatement(client, statement)),
  })
