import { type MetricsResult, type ResultGroup, readKey, readMeasure } from './result.ts'
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

type Rows = readonly (readonly Cell[])[]

const listKey = (group: ResultGroup, { by }: Selection): readonly Cell[] =>
  by.map((dimension) => (group.isOthers ? 'others' : (readKey(group.key, dimension)?.name ?? null)))

/** The rows of a result, in the order of its table, with times in ISO 8601. */
const listRows = ({ groups, series = [] }: MetricsResult, selection: Selection): Rows => {
  const { by, measures } = selection
  const head = groups ? by.map(({ key }) => key) : ['bucketStart', 'bucketEnd']
  const rows = groups
    ? groups.map((group) => ({
        cells: listKey(group, selection),
        measures: group.measures,
      }))
    : series
        .map((bucket) => ({ cells: [bucket.bucketStart, bucket.bucketEnd], measures: bucket.measures }))
        .toReversed()
  return [
    [...head, ...measures.map(({ path }) => path)],
    ...rows.map(({ cells, measures: values }) => [
      ...cells,
      ...measures.map((measure) => readMeasure(values, measure)),
    ]),
  ]
}

/** The first measure of each group in each bucket, newest first. */
const listBuckets = ({ groups = [], series = [] }: MetricsResult, selection: Selection): Rows => {
  const { by, measures } = selection
  const [measure] = measures
  const rows = series.map(({ bucketStart, bucketEnd }, index) =>
    groups.map((group) => [
      ...[bucketStart, bucketEnd, ...listKey(group, selection)],
      readMeasure(group.series?.[index]?.measures, measure),
    ]),
  )
  return [['bucketStart', 'bucketEnd', ...by.map(({ key }) => key), measure.path], ...rows.toReversed().flat()]
}

const writeRows = (rows: Rows): string => `\uFEFF${rows.map((row) => `${row.map(writeCell).join(',')}\n`).join('')}`

/** What a file contains: the rows of the table, or the groups of a chart over time in each bucket. */
export type CsvContent = 'table' | 'buckets'

/**
 * Writes a result as CSV with a byte-order mark, as the exports of the API are. Columns and values are named as in the
 * API, whatever the language of the page.
 */
export const writeCsv = (content: CsvContent, result: MetricsResult, selection: Selection): string =>
  writeRows((content === 'table' ? listRows : listBuckets)(result, selection))
