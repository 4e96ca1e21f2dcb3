import type { ExportColumn } from '../db/sql/exportColumn.ts'

/** A file format. */
export interface ExportFormat {
  readonly contentType: string
  readonly extension: string
  /** The beginning of the file. */
  readonly writeHead: (columns: readonly ExportColumn[]) => string
  /** How the cells of a column are written. */
  readonly ruleOf: (column: ExportColumn, options: FormatOptions) => CellRule
  /** What precedes the cell of a column in its row. */
  readonly writeKey: (column: ExportColumn, index: number) => string
  /** The end of a row. */
  readonly rowEnd: string
}

/** Options of a format. */
export interface FormatOptions {
  /** Whether cells are written exactly as stored. */
  readonly raw: boolean
}

/**
 * How cells are written. The database sends values as text, and the bytes of most of them are copied. Patterns are
 * tested against each byte as a character from U+0000 to U+00FF.
 */
export interface CellRule {
  /** What is written for null. */
  readonly absent: string
  /** What encloses values that are copied. */
  readonly quote?: string
  /** The number of bytes that are copied; undefined for all. */
  readonly length?: number
  /** Values are converted if their first byte matches. */
  readonly convertsFirst?: RegExp
  /** Values are converted if any of their bytes matches, which must be one of ASCII. */
  readonly converts?: RegExp
  /** Whether all values are converted. */
  readonly convertsAll?: boolean
  /** Converts the text of a value; undefined if values are always copied. */
  readonly convert?: (stored: string) => string
}
