import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../db/queryable.ts'
import { columnSql } from '../db/sql/filters.ts'
import { tableSql } from '../db/sql/rows.ts'
import type { Fingerprints } from './fingerprints.ts'
import { fingerprintSql, readWalkPage, type WalkPosition, type WalkRequest } from './pages.ts'

/** Keys that one statement reads. */
const scannedKeys = 5000

/** A condition that all rows fulfil that there are now, and few of those that begin later; nothing where no rows move. */
export const findRowsOfNow = async (db: Queryable, { type }: WalkRequest): Promise<Sql | undefined> => {
  if (!type.startColumn) return undefined
  const start = columnSql(type.startColumn)
  const [row] = await db.query<{ newest: string | null }>(
    sql`SELECT max(${start})::text AS newest FROM ${tableSql(type.table)}`,
  )
  return sql`${start} <= ${row?.newest}::timestamptz`
}

/**
 * Reads the rows that were not sent, as they moved past a walk. Rows only move up: this walk goes up too, from the
 * lowest key on, so that none moves past it again.
 */
export async function* readMovedRows(
  db: Queryable,
  request: WalkRequest,
  sent: Fingerprints,
  signal: AbortSignal,
): AsyncGenerator<readonly string[], void, undefined> {
  let after: WalkPosition | undefined
  do {
    const keys = await readKeys(db, request, after)
    const ids = keys.filter(({ fingerprint }) => sent.add(fingerprint)).map(({ id }) => id)
    if (ids.length > 0) {
      const where = sql`${request.where} AND ${columnSql(request.type.table.columns.id)} = ANY(${ids})`
      yield (await readWalkPage(db, { ...request, where }, undefined, ids.length)).lines
    }
    after = keys.length < scannedKeys ? undefined : keys.at(-1)
  } while (after && !signal.aborted)
}

interface ScannedKey extends WalkPosition {
  readonly fingerprint: number
}

const readKeys = async (
  db: Queryable,
  request: WalkRequest,
  after: WalkPosition | undefined,
): Promise<readonly ScannedKey[]> => {
  const { type, where, marks } = request
  const [time, id] = [columnSql(type.sortColumn), columnSql(type.table.columns.id)]
  const scope = after ? sql`${where} AND (${time}, ${id}) > (${after.time}::timestamptz, ${after.id})` : where
  const rows = await db.query<{ line: string }>(sql`
    SELECT concat_ws(${marks.separator}::text, ${fingerprintSql(request)}, ${time}::text, ${id}) AS line
    FROM ${tableSql(type.table)} WHERE ${scope} ORDER BY ${time}, ${id} LIMIT ${scannedKeys}::bigint`)
  return rows.map(({ line }) => {
    const [fingerprint, time = '', id = ''] = line.split(marks.separator)
    return { fingerprint: Number(fingerprint), time, id }
  })
}
