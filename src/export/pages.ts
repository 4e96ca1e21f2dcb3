import sql, { join, type Sql } from 'sql-template-tag'
import { decodeLastRow, type RawRows } from '../db/rawRows.ts'
import { bytesSql } from '../db/sql/bytes.ts'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { columnSql } from '../db/sql/filters.ts'
import { tableSql } from '../db/sql/rows.ts'
import { type Column, isLongText } from '../db/sql/table.ts'
import {
  beforeNulls,
  type ExportOrder,
  followInRangeSql,
  followSql,
  orderSql,
  sortValueSql,
  type WalkPosition,
} from './order.ts'
import type { ExportType } from './types.ts'

/** Reads the rows that a statement selects. */
export type ReadRows = (statement: Sql) => Promise<RawRows>

/** What to read, page by page. */
export interface WalkRequest {
  readonly type: ExportType
  readonly columns: readonly ExportColumn[]
  readonly where: Sql
  readonly order: ExportOrder
  /** The random seed of fingerprints, chosen per export, so that ids with the same fingerprint cannot be constructed. */
  readonly seed: number
}

/** A page of a walk. */
export interface WalkPage {
  /** The rows: the cells of the export, and others after them. */
  readonly rows: RawRows
  /** The position after the last row; undefined if no rows are left. */
  readonly end: WalkPosition | undefined
}

/** Maximum size of long texts in a page of more than one row, in bytes. Contents may be megabytes each. */
const pageBytes = 1_000_000

/** Reads the next page of a walk in one statement: at most `limit` rows, fewer if their texts are long. */
export const readWalkPage = async (
  readRows: ReadRows,
  request: WalkRequest,
  after: WalkPosition | undefined,
  limit: number,
): Promise<WalkPage> => {
  const cells = listCells(request)
  const rows = await readRows(pageSql(request, cells, after, limit))
  const bytes = rows.chunks.reduce((sum, { length }) => sum + length, 0)
  // A page that is not full ends the walk, or its range of rows with a sort value, unless it may have been limited by size.
  const hasNulls = request.order.sortBy.readsNullsApart === true && after?.value !== null
  if (rows.count < limit && bytes < pageBytes) return { rows, end: hasNulls ? beforeNulls : undefined }
  const last = decodeLastRow(rows) ?? []
  const id = last[cells.id]
  return { rows, end: typeof id === 'string' ? { value: last[cells.value] ?? null, id } : undefined }
}

/** The fingerprint of a row's id, for the set of sent rows: a whole number from 1 to 2^52. */
export const fingerprintSql = ({ type, seed }: WalkRequest): Sql =>
  sql`((hashtextextended(${columnSql(type.table.columns.id)}, ${seed}::bigint) & 4503599627370495) + 1)`

/** Whether more than the given number of rows follow a position. Counts keys only, in an index if there is one. */
export const hasRowsBeyond = async (
  readRows: ReadRows,
  request: WalkRequest,
  after: WalkPosition,
  count: number,
): Promise<boolean> => {
  const rows = await readRows(sql`
    SELECT FROM ${tableSql(request.type.table)} WHERE ${request.where} AND ${followSql(request, after)}
    ${orderSql(request)} OFFSET ${count}::bigint LIMIT 1`)
  return rows.count > 0
}

/** What a page selects, and at which positions its keys are. */
interface Cells {
  readonly selected: readonly Sql[]
  readonly value: number
  readonly id: number
}

/**
 * The cells of the exported columns, then those of the keys that are not exported, and the fingerprint if rows may
 * move.
 */
const listCells = (request: WalkRequest): Cells => {
  const { type, columns, order } = request
  const selected = columns.map(({ column, valueSql }) => valueSql ?? columnSql(column))
  const find = (key: Column): number => {
    const found = columns.findIndex(({ column, valueSql }) => column === key && !valueSql)
    return found < 0 ? selected.push(columnSql(key)) - 1 : found
  }
  const { column, expression } = order.sortBy
  const value = expression ? selected.push(sortValueSql(order)) - 1 : find(column)
  const keys = { value, id: find(type.table.columns.id) }
  if (type.startColumn) selected.push(fingerprintSql(request))
  return { selected, ...keys }
}

/**
 * A page. The planner must know how many rows are read, so it is limited before it is limited by size.
 */
const pageSql = (request: WalkRequest, { selected }: Cells, after: WalkPosition | undefined, limit: number): Sql => {
  const order = orderSql(request)
  const rows = sql`
    FROM ${tableSql(request.type.table)} WHERE ${request.where} AND ${followInRangeSql(request, after)}
    ${order} LIMIT ${limit}::bigint`
  const longTexts = listLongTexts(request.columns)
  if (longTexts.length === 0) return sql`SELECT ${join(selected, ', ')} ${rows}`
  return sql`
    SELECT ${join(selected, ', ')} FROM (SELECT * ${rows}) AS page
    ${order} LIMIT (${fittingRowsSql(longTexts, rows, order)})`
}

/**
 * The number of rows of a page that its size allows, at least one: all (null) if the sum of their lengths is small,
 * which is cheap to determine since the length of a text is known without reading it; otherwise those preceded by fewer
 * bytes than the maximum.
 */
const fittingRowsSql = (texts: readonly Sql[], rows: Sql, order: Sql): Sql => {
  const bytes = bytesSql(texts)
  return sql`
    SELECT CASE WHEN sum(${bytes}) > ${pageBytes}::bigint THEN (
      SELECT count(*) FROM (
        SELECT sum(${bytes}) OVER (${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead
        FROM (SELECT * ${rows}) AS row
      ) AS running WHERE coalesce(ahead, 0) <= ${pageBytes}::bigint
    ) END FROM (SELECT * ${rows}) AS row`
}

/** The texts of any length in a row, each once. */
const listLongTexts = (columns: readonly ExportColumn[]): readonly Sql[] => {
  const long = columns.filter(({ column }) => isLongText(column))
  const stored = new Set(long.filter(({ valueSql }) => !valueSql).map(({ column }) => column))
  return [...[...stored].map(columnSql), ...long.flatMap(({ valueSql }) => valueSql ?? [])]
}
