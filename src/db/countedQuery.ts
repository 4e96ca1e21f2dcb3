import pg from 'pg'
import { takeTurn } from '../shared/turns.ts'

/** Counts the bytes of a row that has arrived; gives the error that ends the statement once there are too many. */
export type CountBytes = (bytes: number) => Error | undefined

type Callback = (error: Error | null, result: pg.QueryResult) => void

/** What the driver's query has beyond its own types: how it takes a row, and the error for which it ignores all others. */
interface DriverQuery extends pg.Query {
  callback?: Callback
  _canceledDueToError: Error | false
  readonly _result: { readonly rows: unknown[] }
  handleDataRow(row: { readonly length: number }): void
  submit(connection: pg.Connection): Error | null
}

/** Reading a row takes about a quarter of what resolving its fields takes. */
const rowShare = 0.25

const BaseQuery = pg.Query as unknown as new (...args: readonly unknown[]) => DriverQuery

/** A statement whose rows are counted as they arrive, and no longer kept once there are too many. */
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
    if (!this.#isPaused) this.#pauseUntil(takeTurn(rowShare))
  }

  /** Reads nothing more from the connection until it is the request's turn: a long result arrives faster than it is read. */
  #pauseUntil(turn: Promise<void> | undefined): void {
    const stream = this.#connection?.stream
    if (!turn || !stream) return
    this.#isPaused = true
    stream.pause()
    turn.then(() => {
      this.#isPaused = false
      stream.resume()
    })
  }
}

/** Sends a statement as a client's `query` does, by its arguments, with its rows counted. */
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
  return new Promise((resolve, reject) => {
    query.callback = (error, result) => (error ? reject(error) : resolve(result))
    send(query)
  })
}
