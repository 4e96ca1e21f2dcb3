import type { ExportColumn } from '../db/sql/exportColumn.ts'
import type { CellRule, ExportFormat } from './format.ts'

/** NDJSON: one JSON object per line, with native JSON types. */
export const ndjson: ExportFormat = {
  contentType: 'application/x-ndjson',
  extension: 'ndjson',
  writeHead: () => '',
  writeKey: ({ name }, index) => `${index > 0 ? ',' : '{'}${JSON.stringify(name)}:`,
  rowEnd: '}\n',
  ruleOf: ({ column, readText, readValue }) => {
    if (readValue) return convertAll((stored) => JSON.stringify(readValue(stored)))
    if (readText) return convertAll((stored) => JSON.stringify(readText(stored)))
    return typeRules[column.type]
  },
}

const convertAll = (convert: (stored: string) => string): CellRule => ({ absent: 'null', convertsAll: true, convert })

/** From PostgreSQL's ISO format, in UTC, with up to six digits of fractional seconds. */
const writeTime = (stored: string): string => {
  const fraction = stored.slice(20, stored.lastIndexOf('+')).slice(0, 3).padEnd(3, '0')
  return `"${stored.slice(0, 10)}T${stored.slice(11, 19)}.${fraction}Z"`
}

/** PostgreSQL formats numbers as JSON, except for values that JSON does not support. */
const typeRules: Readonly<Record<ExportColumn['column']['type'], CellRule>> = {
  // Quotes, backslashes and control characters.
  text: { absent: 'null', quote: '"', converts: /["\\]|[^ -\xFF]/, convert: JSON.stringify },
  int: { absent: 'null' },
  float: { absent: 'null', converts: /[NI]/, convert: () => 'null' },
  time: convertAll(writeTime),
  boolean: convertAll((stored) => String(stored === 't')),
}
