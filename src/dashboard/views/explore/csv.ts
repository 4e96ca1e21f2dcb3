import { type MetricsResult, readKey, readMeasure } from './result.ts'
import type { Selection } from './selection.ts'

type Cell = string | number | null

/** A cell that a spreadsheet would compute. */
const formula = /^'*[=+\-@\t\r\n\0＝＋－＠]/

/** Writes a cell: numbers as they are; text that is not a formula, and in quotes if necessary. */
const writeCell = (value: Cell): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The rows of a result, in the order of its table, with times in ISO 8601. */
const listRows = (
  { groups, series = [] }: MetricsResult,
  { by, measures }: Selection,
): readonly (readonly Cell[])[] => {
  const head = groups ? by.map(({ key }) => key) : ['bucketStart', 'bucketEnd']
  const rows = groups
    ? groups.map((group) => ({
        cells: by.map((dimension) => (group.isOthers ? 'others' : (readKey(group.key, dimension)?.name ?? null))),
        measures: group.measures,
      }))
    : series
        .map((bucket) => ({ cells: [bucket.bucketStart, bucket.bucketEnd], measures: bucket.measures }))
        .toReversed()
  return [
    [...head, ...measures.map(({ path }) => path)],
    ...rows.map(({ cells, measures: values }) => [...cells, ...measures.map(({ path }) => readMeasure(values, path))]),
  ]
}

/**
 * Writes a result as CSV with a byte-order mark, as the exports of the API are. Columns and values are named as in the
 * API, whatever the language of the page.
 */
export const writeCsv = (result: MetricsResult, selection: Selection): string =>
  `\uFEFF${listRows(result, selection)
    .map((row) => `${row.map(writeCell).join(',')}\n`)
    .join('')}`
