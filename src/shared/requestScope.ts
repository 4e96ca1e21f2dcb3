import { AsyncLocalStorage } from 'node:async_hooks'

/** What work for one request needs to know at any call depth. */
export interface RequestScope {
  /** Aborted when the client has disconnected or the operation took too long, to cancel running work. */
  readonly signal: AbortSignal
  /** Called with the text of each statement that is sent to the database, without values. */
  onStatement(text: string): void
  /**
   * Called with the size of each row that arrives from the database, in bytes. Returns the error that ends the
   * statement once the limit is exceeded. Undefined if rows are not limited.
   */
  countBytes?: ((bytes: number) => Error | undefined) | undefined
  /** Called when a statement of this application has completed. Times are milliseconds since 1970. */
  onStatementEnd?(text: string, started: number, failure: unknown): void
}

const storage = new AsyncLocalStorage<RequestScope | undefined>()

/** Runs work as part of a request. */
export const runInScope = <Result>(scope: RequestScope, work: () => Result): Result => storage.run(scope, work)

/** Runs work outside of any request: it is neither cancelled nor counted with the request that starts it. */
export const runOutsideScope = <Result>(work: () => Result): Result => storage.run(undefined, work)

/** The request that the running code belongs to; undefined outside of requests. */
export const currentScope = (): RequestScope | undefined => storage.getStore()
