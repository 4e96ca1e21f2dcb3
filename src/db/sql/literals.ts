import { raw, type Sql } from 'sql-template-tag'

/**
 * A constant of the program as a literal: the statement is then the same for all requests, and
 * PostgreSQL knows the value when it plans. Values of clients are bound instead.
 */
export const literalSql = (value: string | number): Sql =>
  raw(typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`)
