import type { Sql } from 'sql-template-tag'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import type { Column } from '../db/sql/table.ts'

/** A file format. The database returns rows as lines: the texts of the cells, with a separator in between. */
export interface ExportFormat {
  readonly contentType: string
  readonly extension: string
  /** The SQL of a column as text, in the format of the file. */
  readonly cellSql: (column: Column) => Sql
  /** Whether null is distinguished from empty text. A null cell then contains the `null` mark. */
  readonly marksNulls: boolean
  /** The beginning of the file. */
  readonly writeHead: (columns: readonly ExportColumn[]) => string
  /** Creates the function that writes a row. */
  readonly makeWriter: (
    columns: readonly ExportColumn[],
    marks: Marks,
    options: FormatOptions,
  ) => (line: string) => string
}

/** Options of a format. */
export interface FormatOptions {
  /** Whether cells are written exactly as stored. */
  readonly raw: boolean
}

/**
 * The separator of cells and the representation of null. Generated for each export, so that no stored text contains
 * them.
 */
export interface Marks {
  readonly separator: string
  readonly null: string
}

/** Splits a line into cells, one per column. */
export const splitLine = (line: string, { separator }: Marks, columns: readonly ExportColumn[]): string[] => {
  const cells = line.split(separator)
  if (cells.length !== columns.length) throw new Error(`A row has ${cells.length} cells instead of ${columns.length}`)
  return cells
}
