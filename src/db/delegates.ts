import type { Sql } from 'sql-template-tag'
import type { Db } from './client.ts'
import type { Prisma } from './generated/client.ts'
import type { InsertRow } from './sql/insert.ts'
import type { MergeCount, MergeOptions } from './sql/merge.ts'
import type { AnyTable } from './sql/table.ts'

/** The operations on a model that code for any record uses. */
export interface AnyDelegate {
  count(args: { readonly where: object }): Promise<number>
  findMany(args: { readonly where: object; readonly select: object; readonly orderBy?: object }): Promise<
    Readonly<Record<string, unknown>>[]
  >
  insertNew(table: AnyTable, rows: readonly InsertRow[]): Promise<number>
  insertSelected(table: AnyTable, source: Sql): Promise<number>
  mergeRows(table: AnyTable, source: Sql, options: MergeOptions): Promise<MergeCount>
  deleteBatch(table: AnyTable, where: Sql, order: Sql, limit: number): Promise<number>
}

/** The operations on a model that is known by its name only. */
export const delegateOf = (prisma: Db, model: Prisma.ModelName): AnyDelegate =>
  // Each model has an argument type of its own; what is passed here fits all of them, which TypeScript cannot express.
  prisma[(model[0]?.toLowerCase() + model.slice(1)) as Uncapitalize<Prisma.ModelName>] as unknown as AnyDelegate
