import pg from 'pg'
import type { Cancellation } from '../shared/cancellation.ts'
import { currentRootField, currentScope, runOutsideScope } from '../shared/requestScope.ts'
import { cancelWith } from './cancel.ts'
import { sendCounted } from './countedQuery.ts'
import { RequestEndedError } from './failures.ts'
import { type RawRows, sendRaw } from './rawRows.ts'
import { currentSnapshot } from './snapshot.ts'

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
      const countBytes = scope?.countBytes?.()
      const countRow = scope?.countRows?.()
      // Objects that submit themselves, such as cursors, process their rows themselves.
      if (!countBytes || isSubmittable(statement))
        return super.query(...(args as Parameters<pg.Client['query']>)) as never
      const count = (bytes: number) => {
        countRow?.()
        return countBytes(bytes)
      }
      return sendCounted(countRow ? count : countBytes, args, (query) => super.query(query)) as never
    }
  }

const isSubmittable = (statement: unknown): boolean =>
  typeof statement === 'object' && statement !== null && 'submit' in statement

/** A statement in one of the forms that the driver accepts. */
type Statement = pg.QueryConfig | pg.QueryArrayConfig

/** Runs a statement for the request that sends it, and reports its end to the request. */
export const runStatement = (target: pg.ClientBase, statement: Statement): Promise<pg.QueryResult> =>
  reportEnd(statement.text, () => target.query(statement))

/** Runs a statement like {@link runStatement}, without decoding its rows. */
export const runForRawRows = (target: pg.ClientBase, statement: pg.QueryConfig): Promise<RawRows> =>
  reportEnd(statement.text, () => sendRaw(target, statement))

const reportEnd = async <Result>(text: string, send: () => Promise<Result>): Promise<Result> => {
  const started = Date.now()
  const begun = performance.now()
  let failed = true
  try {
    const result = await send()
    failed = false
    return result
  } finally {
    const ended = started + (performance.now() - begun)
    currentScope()?.onStatementEnd?.({ text, started, ended, failed })
  }
}

/** Returns a connection to its pool. Outside of the request's scope, as {@link takeConnection}. */
const release = (client: pg.PoolClient, isBroken = false): void => runOutsideScope(() => client.release(isBroken))

/**
 * Acquires a connection, or stops waiting as soon as the signal aborts. The connection is then released when it
 * arrives. The pool opens connections and sets timers outside of the request's scope: they outlive the request, and
 * would retain it.
 */
const takeConnection = (pool: pg.Pool, signal: Cancellation | undefined): Promise<pg.PoolClient> => {
  signal?.throwIfAborted()
  const taking = runOutsideScope(() => pool.connect())
  // An idle connection is available immediately, unless concurrent callers wait for it. A connection that is not idle
  // may arrive after the request has ended.
  if (!signal || (pool.idleCount > 0 && pool.idleCount >= pool.waitingCount)) return taking
  return new Promise((resolve, reject) => {
    const stopListening = signal.onAbort(() => {
      taking.then(release, () => undefined)
      reject(signal.reason)
    })
    const settle = <Value>(pass: (value: Value) => void) => {
      return (value: Value) => {
        stopListening()
        pass(value)
      }
    }
    taking.then(settle(resolve), settle(reject))
  })
}

/** Work on a connection. */
type Work<Result> = (client: pg.PoolClient, discard: () => void) => Promise<Result>

/**
 * Runs work on a separate connection, which is closed if the request is aborted; or on that of the request's snapshot.
 * @param work may call `discard`, so that the connection is closed instead of reused.
 */
export const onConnection = async <Result>(
  pool: pg.Pool,
  cancellable: boolean,
  work: Work<Result>,
): Promise<Result> => {
  const field = currentRootField()
  if (field) field.pending += 1
  try {
    const inSnapshot = currentSnapshot()?.run(
      pool,
      (taken) => takeAndRun(pool, cancellable, taken),
      (client) => work(client, () => undefined),
    )
    return await (inSnapshot ?? takeAndRun(pool, cancellable, work))
  } catch (error) {
    throw explainEnd(error)
  } finally {
    if (field) field.pending -= 1
  }
}

/** The server reports a cancellation in the same way as its statement timeout, but here the request has ended. */
const explainEnd = (error: unknown): unknown => {
  const signal = currentScope()?.signal
  if (!signal?.aborted || error === signal.reason) return error
  return new RequestEndedError('The statement was cancelled: the request has ended', { cause: signal.reason })
}

const takeAndRun = async <Result>(pool: pg.Pool, cancellable: boolean, work: Work<Result>): Promise<Result> => {
  const signal = currentScope()?.signal
  const client = await takeConnection(pool, signal)
  if (signal?.aborted) {
    // The request ended while it waited for the connection: nothing has been sent, so the connection can be reused.
    release(client)
    throw signal.reason
  }
  const cancel = signal ? cancelWith(signal, client, cancellable) : undefined
  let discarded = false
  try {
    return await work(client, () => {
      discarded = true
    })
  } finally {
    const isCancelled = cancel?.stop() ?? false
    release(client, isCancelled || discarded)
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
