import type { Sql } from 'sql-template-tag'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import type { Column } from '../db/sql/table.ts'

/** How a kind of file is written. Rows come as lines, made by the database: the cells' texts, with a separator between. */
export interface ExportFormat {
  readonly contentType: string
  readonly extension: string
  /** A column as SQL text, in the spelling that the file has. */
  readonly cellSql: (column: Column) => Sql
  /** Whether null must be told from an empty text: a cell that is null then holds the marks' `null`. */
  readonly marksNulls: boolean
  /** What the file begins with. */
  readonly writeHead: (columns: readonly ExportColumn[]) => string
  /** Makes the function that writes a row. */
  readonly makeWriter: (
    columns: readonly ExportColumn[],
    marks: Marks,
    options: FormatOptions,
  ) => (line: string) => string
}

/** What a reader can choose about a format. */
export interface FormatOptions {
  /** Whether cells are written exactly as they are stored. */
  readonly raw: boolean
}

/** What stands between cells and for null: made anew for each export, so that no stored text can hold it. */
export interface Marks {
  readonly separator: string
  readonly null: string
}

/** The cells of a line, one for each column. */
export const splitLine = (line: string, { separator }: Marks, columns: readonly ExportColumn[]): string[] => {
  const cells = line.split(separator)
  if (cells.length !== columns.length) throw new Error(`A row has ${cells.length} cells instead of ${columns.length}`)
  return cells
}
