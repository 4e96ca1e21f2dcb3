import type { Column } from './table.ts'

/** One column of a record's export, in CSV and NDJSON alike. */
export interface ExportColumn {
  /** Its name in the header, and the key of an NDJSON object. */
  readonly name: string
  /** The stored column that it is made from. */
  readonly column: Column
  /** Makes its text from the stored value as text; absent where the value is written as it is stored. */
  readonly readText?: (stored: string) => string
  /** Makes its value in NDJSON from the stored text; absent where that is the text, or what the type of column says. */
  readonly readValue?: (stored: string) => unknown
}

/** Columns that are exported as they are stored, under their names in the database. */
export const storedColumns = (...columns: readonly Column[]): ExportColumn[] =>
  columns.map((column) => ({ name: column.name, column }))
