import { AsyncLocalStorage } from 'node:async_hooks'
import type { Cancellation } from './cancellation.ts'

/** What a root field reads, for error messages. */
export interface FieldReading {
  /** Its key, and its time window if it has one. */
  readonly what: string
  /** How to request less, as a sentence. */
  readonly narrower: string
}

/** A root field of an operation, which statements are sent for. */
export interface RootField {
  /** Its name in the response: its alias, if it has one. */
  readonly key: string
  /** The number of its statements that are running or waiting for a connection. */
  pending: number
  readonly describe: () => FieldReading
}

/** A completed statement. Times are milliseconds since 1970. */
export interface EndedStatement {
  readonly text: string
  readonly started: number
  readonly ended: number
  readonly failed: boolean
}

/** The context of the work for one request, available at any call depth. */
export interface RequestScope {
  /** Aborted when the client has disconnected or the operation took too long, to cancel running work. */
  readonly signal: Cancellation
  /** Called with the text of each statement that is sent to the database, without values. */
  onStatement(text: string): void
  /**
   * Called when a statement is sent. Returns what is called with the size of each of its rows, in bytes, and returns the
   * error that ends the statement once the limit is exceeded. Undefined if rows are not limited.
   */
  countBytes?: (() => (bytes: number) => Error | undefined) | undefined
  /**
   * Called when a statement is sent. Returns what is called for each of its rows; undefined if they are not counted.
   */
  countRows?(): (() => void) | undefined
  /** Called when a statement of this application has completed. */
  onStatementEnd?(statement: EndedStatement): void
  /** Called when a root field of the operation is resolved. */
  onRootField?(field: RootField): void
}

/** The request that code runs for, and the root field of its operation. */
interface Work {
  readonly scope: RequestScope
  readonly field?: RootField
}

const storage = new AsyncLocalStorage<Work | undefined>()

/** Runs work as part of a request. */
export const runInScope = <Result>(scope: RequestScope, work: () => Result): Result => storage.run({ scope }, work)

/** Runs work outside of any request: it is neither cancelled nor counted with the request that starts it. */
export const runOutsideScope = <Result>(work: () => Result): Result => storage.run(undefined, work)

/** Returns a function that runs work as part of the request, and the root field, that the running code belongs to. */
export const bindToRequest = <Result>(work: () => Result): (() => Result) => {
  const current = storage.getStore()
  return () => storage.run(current, work)
}

/** The request that the running code belongs to; undefined outside of requests. */
export const currentScope = (): RequestScope | undefined => storage.getStore()?.scope

/**
 * Assigns the work that follows to a root field: that of its resolver, and that of all fields below it, which the
 * executor resolves after the resolver has returned. The executor calls the resolver of the next root field, which
 * enters its own, from the same function, so this cannot be a callback as in {@link runInScope}.
 */
export const enterRootField = (field: RootField): void => {
  const work = storage.getStore()
  if (!work) return
  storage.enterWith({ scope: work.scope, field })
  work.scope.onRootField?.(field)
}

/** The root field that the running code belongs to; undefined outside of operations. */
export const currentRootField = (): RootField | undefined => storage.getStore()?.field
