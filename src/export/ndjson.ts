import sql from 'sql-template-tag'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { columnSql } from '../db/sql/filters.ts'
import { type ExportFormat, splitLine } from './format.ts'

/** NDJSON: one JSON object per line, with native JSON types. */
export const ndjson: ExportFormat = {
  contentType: 'application/x-ndjson',
  extension: 'ndjson',
  marksNulls: true,
  cellSql: (column) =>
    column.type === 'time'
      ? sql`to_char(${columnSql(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
      : columnSql(column),
  writeHead: () => '',
  makeWriter: (columns, marks) => {
    const writers = columns.map((column, index) => ({
      key: `${index > 0 ? ',' : '{'}${JSON.stringify(column.name)}:`,
      write: makeValueWriter(column),
    }))
    return (line) => {
      const cells = splitLine(line, marks, columns)
      let row = ''
      for (const [index, { key, write }] of writers.entries()) {
        const cell = cells[index] ?? marks.null
        row += key + (cell === marks.null ? 'null' : write(cell))
      }
      return `${row}}\n`
    }
  },
}

/** PostgreSQL formats numbers as JSON, except for values that JSON does not support. */
const makeValueWriter = ({ column, readText, readValue }: ExportColumn): ((stored: string) => string) => {
  if (readValue) return (stored) => JSON.stringify(readValue(stored))
  if (readText) return (stored) => JSON.stringify(readText(stored))
  if (column.type === 'int') return (stored) => stored
  if (column.type === 'float') return (stored) => (Number.isFinite(Number(stored)) ? stored : 'null')
  if (column.type === 'boolean') return (stored) => String(stored.startsWith('t'))
  return JSON.stringify
}
