import type { Queryable } from '../db/queryable.ts'
import { readByIds } from '../db/sql/rows.ts'
import type { Table } from '../db/sql/table.ts'
import type { Identified } from './connection.ts'
import { defineLoader } from './loader.ts'

/** Declares the loader of a table's records by their id, with the given fields; null where there is none. */
export const defineRecordById = <Row extends Identified>(table: Table<Row>) =>
  defineLoader<Row | null, readonly string[]>(
    async (db, ids, fields) => new Map((await readByIds(db, table, ids, fields)).map((row) => [row.id, row])),
    () => null,
  )

/**
 * Reads a record that a mutation changed, as it is now, with the fields that Pothos asks for; undefined where there is
 * none. A loader would give what another mutation of the same request had read before.
 */
export const readChanged = async <Row extends Identified>(
  db: Queryable,
  table: Table<Row>,
  id: string,
  { select = {} }: { readonly select?: object },
): Promise<Row | undefined> => {
  const [row] = await readByIds(db, table, [id], Object.keys(select))
  return row
}
