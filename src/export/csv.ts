import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { formulaStart, guardText, writeCell, writeDecimal } from './cell.ts'
import type { CellRule, ExportFormat } from './format.ts'

/** CSV for spreadsheets: with a byte-order mark, quoted only if necessary, and with formulas escaped. */
export const csv: ExportFormat = {
  contentType: 'text/csv; charset=utf-8',
  extension: 'csv',
  writeHead: (columns) => `\uFEFF${columns.map(({ name }) => name).join(',')}\n`,
  writeKey: (_column, index) => (index > 0 ? ',' : ''),
  rowEnd: '\n',
  ruleOf: ({ column, readText }, { raw }) => {
    const write = raw ? writeCell : (text: string) => writeCell(guardText(text))
    if (readText) return convertAll((stored) => write(readText(stored)))
    return column.type === 'text' ? textRule(raw, write) : valueRules[column.type]
  },
}

const convertAll = (convert: (stored: string) => string): CellRule => ({
  absent: convert(''),
  convertsAll: true,
  convert,
})

const textRule = (raw: boolean, convert: (stored: string) => string): CellRule => ({
  absent: '',
  ...(raw ? {} : { convertsFirst: formulaStart }),
  converts: /[",\r\n]/,
  convert,
})

/** Numbers, times and booleans need no escaping. */
const valueRules: Readonly<Record<Exclude<ExportColumn['column']['type'], 'text'>, CellRule>> = {
  int: { absent: '' },
  float: { absent: '', converts: /[e-]/, convert: writeDecimal },
  // Without fractional seconds and the time zone, which is UTC.
  time: { absent: '', length: 'YYYY-MM-DD HH:MM:SS'.length },
  boolean: { absent: '', convertsAll: true, convert: (stored) => (stored === 't' ? 'True' : 'False') },
}
