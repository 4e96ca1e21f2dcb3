import sql from 'sql-template-tag'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { columnSql } from '../db/sql/filters.ts'
import { formulaPattern, guardText, writeCell } from './cell.ts'
import { type ExportFormat, splitLine } from './format.ts'

/** CSV for spreadsheets: with a byte-order mark, quoted only if necessary, and with formulas escaped. */
export const csv: ExportFormat = {
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  marksNulls: false,
  cellSql: (column) => {
    const value = columnSql(column)
    // The default text format without fractional seconds. `to_char` takes several times as long.
    if (column.type === 'time') return sql`left((${value} AT TIME ZONE 'UTC')::text, 19)`
    if (column.type === 'boolean') return sql`CASE WHEN ${value} THEN 'True' WHEN NOT ${value} THEN 'False' END`
    // Converted via text, a number keeps all its digits; the conversion to numeric removes an exponent.
    if (column.type === 'float')
      return sql`CASE WHEN ${value} >= 0.0001 AND ${value} < 1e15 THEN ${value}::text ELSE ${value}::text::numeric::text END`
    return value
  },
  writeHead: (columns) => `\uFEFF${columns.map(({ name }) => name).join(',')}\n`,
  makeWriter: (columns, marks, { raw }) => {
    const writers = columns.map((column) => makeCellWriter(column, raw))
    const writeCells = (line: string) => {
      let row = ''
      for (const [index, cell] of splitLine(line, marks, columns).entries())
        row += `${index > 0 ? ',' : ''}${writers[index]?.(cell)}`
      return `${row}\n`
    }
    if (columns.some(({ readText }) => readText)) return writeCells
    // Most lines need no escaping: only their separators are replaced.
    const special = raw ? /[",\r\n]/ : new RegExp(`[",\\r\\n]|(?:^|${marks.separator})${formulaPattern}`)
    return (line) => (special.test(line) ? writeCells(line) : `${line.replaceAll(marks.separator, ',')}\n`)
  },
}

/** Numbers, times and booleans are formatted by the database and need no escaping. */
const makeCellWriter = ({ column, readText }: ExportColumn, raw: boolean): ((stored: string) => string) => {
  if (readText)
    return raw ? (stored) => writeCell(readText(stored)) : (stored) => writeCell(guardText(readText(stored)))
  if (column.type !== 'text') return (stored) => stored
  return raw ? writeCell : (stored) => writeCell(guardText(stored))
}
