import { AsyncLocalStorage } from 'node:async_hooks'

/** What work done for one request is to know, however deep it is called. */
export interface RequestScope {
  /** Aborts when the client has disconnected or the operation took too long: running work is then cancelled. */
  readonly signal: AbortSignal
  /** Told of each statement that is sent to the database: its text, without the values. */
  onStatement(text: string): void
  /**
   * Told of the bytes of each row that arrives from the database; gives the error that ends the statement once there are
   * too many. Absent where rows are not limited.
   */
  countBytes?: ((bytes: number) => Error | undefined) | undefined
  /** Told when one of our own statements has ended; times in milliseconds since 1970. */
  onStatementEnd?(text: string, started: number, failure: unknown): void
}

const storage = new AsyncLocalStorage<RequestScope | undefined>()

/** Runs work as part of a request. */
export const runInScope = <Result>(scope: RequestScope, work: () => Result): Result => storage.run(scope, work)

/** Runs work that belongs to no request: it is neither cancelled nor counted with the one that starts it. */
export const runOutsideScope = <Result>(work: () => Result): Result => storage.run(undefined, work)

/** The request that the running code works for; undefined outside of any. */
export const currentScope = (): RequestScope | undefined => storage.getStore()
