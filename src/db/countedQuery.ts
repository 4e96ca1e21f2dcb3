import type pg from 'pg'
import { takeRowSlice } from '../shared/timeSlices.ts'
import { BaseQuery, sendQuery } from './driverQuery.ts'

/** Counts the bytes of a received row. Returns the error that ends the statement once the limit is exceeded. */
export type CountBytes = (bytes: number) => Error | undefined

/** A statement whose rows are counted as they arrive, and discarded once the limit is exceeded. */
class CountedQuery extends BaseQuery {
  readonly #count: CountBytes
  #connection: pg.Connection | undefined
  #isPaused = false

  constructor(count: CountBytes, args: readonly unknown[]) {
    super(...args)
    this.#count = count
  }

  override submit(connection: pg.Connection): Error | null {
    this.#connection = connection
    return super.submit(connection)
  }

  override handleDataRow(row: { readonly length: number }): void {
    if (this._canceledDueToError) return
    const error = this.#count(row.length)
    if (error) {
      this._canceledDueToError = error
      this._result.rows.length = 0
      return
    }
    super.handleDataRow(row)
    if (!this.#isPaused) this.#pauseUntil(takeRowSlice(row.length))
  }

  /**
   * Pauses reading from the connection until the request's time slice, since a long result can arrive faster than it is
   * processed.
   */
  #pauseUntil(slice: Promise<void> | undefined): void {
    const stream = this.#connection?.stream
    if (!slice || !stream) return
    this.#isPaused = true
    stream.pause()
    slice.then(() => {
      this.#isPaused = false
      stream.resume()
    })
  }
}

/** Sends a statement with the arguments of a client's `query`, and counts its rows. */
export const sendCounted = (
  count: CountBytes,
  args: readonly unknown[],
  send: (query: pg.Query) => unknown,
): Promise<pg.QueryResult> | undefined => {
  const query = new CountedQuery(count, args)
  if (query.callback) {
    send(query)
    return undefined
  }
  return sendQuery(query, send)
}
