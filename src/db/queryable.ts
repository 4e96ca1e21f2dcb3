import type { Sql } from 'sql-template-tag'

/** Runs statements on the connection pool, in one transaction, or on one connection that holds a lock. */
export interface Queryable {
  /** Runs one statement with bound values. The caller specifies the row type and is responsible for it. */
  query<Row>(statement: Sql): Promise<Row[]>
  /** Runs one statement that returns no rows. Returns the number of affected rows. */
  execute(statement: Sql): Promise<number>
}

/** Runs statements, individually or several in one transaction. */
export interface Transactional extends Queryable {
  /** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
}
