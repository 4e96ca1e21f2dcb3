import pg from 'pg'

type Callback = (error: Error | null, result: pg.QueryResult) => void

/**
 * Members of the driver's query that its types do not declare: its row handler, and the error after which it ignores
 * all others.
 */
export interface DriverQuery extends pg.Query {
  callback?: Callback
  _canceledDueToError: Error | false
  readonly _result: { readonly rows: unknown[] }
  handleDataRow(row: { readonly length: number }): void
  submit(connection: pg.Connection): Error | null
}

/** The driver's query, to be extended. */
export const BaseQuery = pg.Query as unknown as new (...args: readonly unknown[]) => DriverQuery

/** Sends a query, and returns its result. */
export const sendQuery = <Query extends DriverQuery>(
  query: Query,
  send: (query: Query) => unknown,
): Promise<pg.QueryResult> =>
  new Promise((resolve, reject) => {
    query.callback = (error, result) => (error ? reject(error) : resolve(result))
    send(query)
  })
