import type { Sql } from 'sql-template-tag'
import { Prisma } from '../generated/client.ts'
import type { Queryable, Transactional } from '../queryable.ts'
import { deleteBatch } from '../sql/batches.ts'
import { type InsertRow, insertRows, insertSelected, insertSelectedIds } from '../sql/insert.ts'
import { type MergeCount, type MergeOptions, mergeRows } from '../sql/merge.ts'
import type { AnyTable, IdentifiedTable } from '../sql/table.ts'
import { type OnOperation, reportMethods } from './operations.ts'

/** Methods that write many records. */
export interface WriteMethods {
  /** Inserts rows in one statement. Existing rows are left unchanged. Returns the number of new rows. */
  insertNew(table: IdentifiedTable, rows: readonly InsertRow[]): Promise<number>
  /** Inserts the rows that a statement selects. Existing rows are left unchanged. Returns the number of new rows. */
  insertSelected(table: AnyTable, source: Sql): Promise<number>
  /** Inserts the rows that a statement selects. Existing rows are left unchanged. Returns the ids of the new rows. */
  insertSelectedIds(table: AnyTable, source: Sql): Promise<string[]>
  /** Inserts the rows that a statement selects, and updates existing rows. */
  mergeRows(table: AnyTable, source: Sql, options: MergeOptions): Promise<MergeCount>
  /** Deletes at most `limit` matching rows, first in order. Rows that a writer has locked are skipped. */
  deleteBatch(table: AnyTable, where: Sql, order: Sql, limit: number): Promise<number>
}

/**
 * Writes many records. `createMany` binds one parameter per value, so that its text depends on the number of rows. It
 * also cannot select missing context from other tables, update related rows in the same statement, or distinguish new
 * rows from changed ones. These methods bind one array per column: one prepared statement for any number of rows.
 */
export const writeMethods = (sql: Transactional, onOperation?: OnOperation) => {
  const methods: WriteMethods = {
    insertNew: (table, rows) => insertRows(sql, table, rows),
    insertSelected: (table, source) => insertSelected(sql, table, source),
    insertSelectedIds: (table, source) => insertSelectedIds(sql, table, source),
    mergeRows: (table, source, options) => mergeRows(sql, table, source, options),
    deleteBatch: (table, where, order, limit) => deleteBatch(sql, table, where, order, limit),
  }
  return Prisma.defineExtension({
    name: 'writes',
    model: { $allModels: { ...reportMethods(methods, onOperation) } },
    client: {
      /**
       * Runs a statement that writes, composed by a record's own recording rules. Returns the number of affected rows.
       */
      $write: (statement: Sql): Promise<number> => {
        onOperation?.('$write')
        return sql.execute(statement)
      },

      /** Runs a statement that writes and returns rows. */
      $writeReturning: <Row>(statement: Sql): Promise<Row[]> => {
        onOperation?.('$writeReturning')
        return sql.query<Row>(statement)
      },

      /** Runs several such statements in one transaction on one connection. */
      $writeTogether: <Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> => {
        onOperation?.('$writeTogether')
        return sql.transaction(work)
      },
    },
  })
}
