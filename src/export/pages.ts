import sql, { empty, join, type Sql } from 'sql-template-tag'
import { bytesSql } from '../db/sql/bytes.ts'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { columnSql } from '../db/sql/filters.ts'
import { tableSql } from '../db/sql/rows.ts'
import { isLongText } from '../db/sql/table.ts'
import type { ExportFormat, Marks } from './format.ts'
import type { ExportType } from './types.ts'

/** Reads the column `line` of the rows that a statement selects. */
export type ReadLines = (statement: Sql) => Promise<string[]>

/** A position of a walk: immediately after the row with this time and id. */
export interface WalkPosition {
  /** The time as text that PostgreSQL parses without loss. */
  readonly time: string
  readonly id: string
}

/** What to read, page by page. */
export interface WalkRequest {
  readonly type: ExportType
  readonly format: ExportFormat
  readonly columns: readonly ExportColumn[]
  readonly where: Sql
  readonly marks: Marks
  /** The random seed of fingerprints, chosen per export, so that ids with the same fingerprint cannot be constructed. */
  readonly seed: number
}

/** A page of a walk. */
export interface WalkPage {
  /** The rows, each as the text of its cells. */
  readonly lines: readonly string[]
  /** The fingerprints of the rows, if rows may move. */
  readonly fingerprints: readonly number[]
  /** The position after the last row; undefined if no rows are left. */
  readonly end: WalkPosition | undefined
}

/** Maximum size of long texts in a page of more than one row, in bytes. Contents may be megabytes each. */
const pageBytes = 1_000_000

/** Reads the next page of a walk in one statement: at most `limit` rows, fewer if their texts are long. */
export const readWalkPage = async (
  readLines: ReadLines,
  request: WalkRequest,
  after: WalkPosition | undefined,
  limit: number,
): Promise<WalkPage> => {
  const { separator } = request.marks
  const found = await readLines(pageSql(request, after, limit))
  const [time, id] = found.pop()?.split(separator) ?? []
  const fingerprints: number[] = []
  const lines = !request.type.startColumn
    ? found
    : found.map((line) => {
        const end = line.indexOf(separator)
        fingerprints.push(Number(line.slice(0, end)))
        return line.slice(end + separator.length)
      })
  // A page that is not full ends the walk, unless it may have been limited by size: a character has up to 3 bytes.
  const characters = lines.reduce((sum, line) => sum + line.length, 0)
  const goesOn = lines.length >= limit || characters * 3 >= pageBytes
  return { lines, fingerprints, end: goesOn && time !== undefined && id !== undefined ? { time, id } : undefined }
}

/** The fingerprint of a row's id, for the set of sent rows: a whole number from 1 to 2^52. */
export const fingerprintSql = ({ type, seed }: WalkRequest): Sql =>
  sql`((hashtextextended(${columnSql(type.table.columns.id)}, ${seed}::bigint) & 4503599627370495) + 1)`

/** Whether more than the given number of rows follow a position. Counts keys only, in an index if there is one. */
export const hasRowsBeyond = async (
  readLines: ReadLines,
  request: WalkRequest,
  after: WalkPosition,
  count: number,
): Promise<boolean> => {
  const rows = await readLines(sql`
    SELECT '' AS line FROM ${tableSql(request.type.table)} WHERE ${scopeSql(request, after)}
    ${orderSql(request)} OFFSET ${count}::bigint LIMIT 1`)
  return rows.length > 0
}

const pageSql = (request: WalkRequest, after: WalkPosition | undefined, limit: number): Sql => {
  const { type, format, columns, marks } = request
  const cells = columns.map(({ column, valueSql }) => {
    const cell = valueSql ?? format.cellSql(column)
    return column.nullable ? sql`coalesce(${cell}::text, ${format.marksNulls ? marks.null : ''}::text)` : cell
  })
  if (type.startColumn) cells.unshift(fingerprintSql(request))
  const separator = sql`${marks.separator}::text`
  const [time, id] = [columnSql(type.sortColumn), columnSql(type.table.columns.id)]
  const order = orderSql(request)
  const rows = sql`
    FROM ${tableSql(type.table)} WHERE ${scopeSql(request, after)} ${order} LIMIT ${limit}::bigint`
  const longTexts = listLongTexts(columns)
  const fitting = longTexts.length > 0 ? sql`WITH fitting AS (${fittingRowsSql(longTexts, rows, order)})` : empty
  const page =
    longTexts.length > 0 ? sql`FROM (SELECT * ${rows}) AS page ${order} LIMIT (SELECT count FROM fitting)` : rows
  // A row is one text, and only the last key is returned, since the driver's cost per cell is higher than per
  // character.
  return sql`
    ${fitting}
    (SELECT concat_ws(${separator}, ${join(cells, ', ')}) AS line ${page})
    UNION ALL
    (SELECT concat_ws(${separator}, ${time}::text, ${id}) FROM (SELECT ${time}, ${id} ${page}) AS keys
      ORDER BY ${time}, ${id} LIMIT 1)`
}

/**
 * The number of rows of a page that its size allows, at least one: all if the sum of their lengths is small, which is
 * cheap to determine since the length of a text is known without reading it; otherwise those preceded by fewer bytes
 * than the maximum.
 */
const fittingRowsSql = (texts: readonly Sql[], rows: Sql, order: Sql): Sql => {
  const bytes = bytesSql(texts)
  return sql`
    SELECT CASE WHEN (SELECT sum(${bytes}) FROM (SELECT * ${rows}) AS row) <= ${pageBytes}::bigint THEN NULL ELSE (
      SELECT count(*) FROM (
        SELECT sum(${bytes}) OVER (${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ahead
        FROM (SELECT * ${rows}) AS row
      ) AS running WHERE coalesce(ahead, 0) <= ${pageBytes}::bigint
    ) END AS count`
}

/** The texts of any length in a row, each once. */
const listLongTexts = (columns: readonly ExportColumn[]): readonly Sql[] => {
  const long = columns.filter(({ column }) => isLongText(column))
  const stored = new Set(long.filter(({ valueSql }) => !valueSql).map(({ column }) => column))
  return [...[...stored].map(columnSql), ...long.flatMap(({ valueSql }) => valueSql ?? [])]
}

const orderSql = ({ type }: WalkRequest): Sql =>
  sql`ORDER BY ${columnSql(type.sortColumn)} DESC, ${columnSql(type.table.columns.id)} DESC`

const scopeSql = ({ type, where }: WalkRequest, after: WalkPosition | undefined): Sql =>
  sql`${where}${
    after
      ? sql` AND (${columnSql(type.sortColumn)}, ${columnSql(type.table.columns.id)}) < (${after.time}::timestamptz, ${after.id})`
      : empty
  }`
