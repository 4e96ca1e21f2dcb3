import sql, { type Sql } from 'sql-template-tag'
import { decodeRows, type RawRows } from '../db/rawRows.ts'
import { columnSql } from '../db/sql/filters.ts'
import { tableSql } from '../db/sql/rows.ts'
import type { Cancellation } from '../shared/cancellation.ts'
import type { Fingerprints } from './fingerprints.ts'
import { followSql, orderSql, sortValueSql, type WalkPosition } from './order.ts'
import { fingerprintSql, type ReadRows, readWalkPage, type WalkRequest } from './pages.ts'

/** Number of keys that one statement reads. */
const scannedKeys = 5000

/**
 * A condition that matches all current rows, and few of those that start later; undefined if rows cannot move past a
 * walk. They only move up, so that an ascending walk reaches them.
 */
export const findRowsOfNow = async (readRows: ReadRows, { type, order }: WalkRequest): Promise<Sql | undefined> => {
  if (!type.startColumn || !order.descending) return undefined
  const start = columnSql(type.startColumn)
  const [[newest] = []] = decodeRows(await readRows(sql`SELECT max(${start}) FROM ${tableSql(type.table)}`))
  return sql`${start} <= ${newest}::timestamptz`
}

/**
 * Reads the rows that were not sent because they moved past the walk. Rows only move up, and so does this walk,
 * starting at the lowest key, so that no row moves past it again.
 */
export async function* readMovedRows(
  readRows: ReadRows,
  request: WalkRequest,
  sent: Fingerprints,
  signal: Cancellation,
): AsyncGenerator<RawRows, void, undefined> {
  let after: WalkPosition | undefined
  do {
    const keys = await readKeys(readRows, request, after)
    const ids = keys.filter(({ fingerprint }) => sent.add(fingerprint)).map(({ id }) => id)
    if (ids.length > 0) {
      const where = sql`${request.where} AND ${columnSql(request.type.table.columns.id)} = ANY(${ids})`
      yield (await readWalkPage(readRows, { ...request, where }, undefined, ids.length)).rows
    }
    after = keys.length < scannedKeys ? undefined : keys.at(-1)
  } while (after && !signal.aborted)
}

interface ScannedKey extends WalkPosition {
  readonly id: string
  readonly fingerprint: number
}

const readKeys = async (
  readRows: ReadRows,
  request: WalkRequest,
  after: WalkPosition | undefined,
): Promise<readonly ScannedKey[]> => {
  const { type, where, order } = request
  const upwards = { type, order: { ...order, descending: false } }
  const rows = await readRows(sql`
    SELECT ${fingerprintSql(request)}, ${sortValueSql(order)}, ${columnSql(type.table.columns.id)}
    FROM ${tableSql(type.table)} WHERE ${where} AND ${followSql(upwards, after)}
    ${orderSql(upwards)} LIMIT ${scannedKeys}::bigint`)
  return decodeRows(rows).map(([fingerprint, value, id]) => ({
    fingerprint: Number(fingerprint),
    value: value ?? '',
    id: id ?? '',
  }))
}
