import type { Sql } from 'sql-template-tag'

/** Runs statements: the pool of connections, one transaction, or one connection that holds a lock. */
export interface Queryable {
  /** Runs one statement with bound values. The caller names the row type and is responsible for it. */
  query<Row>(statement: Sql): Promise<Row[]>
  /** Runs one statement that returns no rows. Resolves to the number of rows affected. */
  execute(statement: Sql): Promise<number>
}

/** Runs statements, several of them in one transaction where needed. */
export interface Transactional extends Queryable {
  /** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>
}
