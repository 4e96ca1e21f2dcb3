import sql, { raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../queryable.ts'
import { tableSql } from './rows.ts'
import type { AnyTable } from './table.ts'

/**
 * Deletes at most `limit` rows that match a condition, first in order. Rows that are locked by a writer are skipped.
 * @returns the number of deleted rows.
 */
export const deleteBatch = (db: Queryable, table: AnyTable, where: Sql, order: Sql, limit: number): Promise<number> =>
  db.execute(sql`
    DELETE FROM ${tableSql(table)} WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM ${tableSql(table)} WHERE ${where}
      ORDER BY ${order} LIMIT ${raw(String(limit))} FOR UPDATE SKIP LOCKED))`)
