import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { columnSql } from './filters.ts'
import { type Parents, tableSql } from './rows.ts'
import type { Table } from './table.ts'

/** Counts the rows of a relation that match a condition. */
export const countRows = async (db: Queryable, relation: Sql, where: Sql): Promise<number> => {
  const [row] = await db.query<{ count: number }>(sql`SELECT count(*) FROM ${relation} WHERE ${where}`)
  return row?.count ?? 0
}

/** Counts the same for each of many parents, in one statement. A parent without rows has no entry. */
export const countRowsByKey = <Row>(
  db: Queryable,
  table: Table<Row>,
  parents: Parents,
  where: Sql,
): Promise<{ key: string; count: number }[]> =>
  db.query(sql`
    SELECT ${columnSql(parents.column)} AS key, count(*) FROM ${tableSql(table)}
    WHERE ${columnSql(parents.column)} = ANY(${parents.keys}) AND ${where} GROUP BY 1`)
