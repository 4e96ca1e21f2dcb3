import type { Sql } from 'sql-template-tag'
import type { Column } from './table.ts'

/** One column of a record's export, in CSV and NDJSON alike. */
export interface ExportColumn {
  /** The name in the header, and the key in an NDJSON object. */
  readonly name: string
  /** The stored column that it is derived from, of the row or of the table that `valueSql` reads. */
  readonly column: Column
  /** The value as text SQL; undefined if it is the row's own column. */
  readonly valueSql?: Sql
  /** Converts the stored text to the exported text; undefined if it is unchanged. */
  readonly readText?: (stored: string) => string
  /** Converts the stored text to the NDJSON value; undefined for the text itself or the value of the column's type. */
  readonly readValue?: (stored: string) => unknown
}

/** Columns that are exported as stored, under their database names. */
export const storedColumns = (...columns: readonly Column[]): ExportColumn[] =>
  columns.map((column) => ({ name: column.name, column }))
