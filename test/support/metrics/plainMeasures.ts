/** A row of any record. */
export type Row = Readonly<Record<string, unknown>>

/** A value of a measure, as a response contains it. */
export type PlainValue = number | string | null

/** Computes a measure of some rows. */
export type Compute = (rows: readonly Row[]) => PlainValue

const numberOf = (row: Row, field: string): number => Number(row[field])

/** A quotient of whole numbers, rounded half away from zero; null if the divisor is 0. */
export const divide = (dividend: bigint, divisor: bigint, decimals: number): number | null => {
  if (divisor === 0n) return null
  const scaled = dividend * 10n ** BigInt(decimals)
  const isNegative = scaled < 0n !== divisor < 0n
  const [top, bottom] = [scaled < 0n ? -scaled : scaled, divisor < 0n ? -divisor : divisor]
  const rounded = (2n * top + bottom) / (2n * bottom)
  const digits = String(rounded).padStart(decimals + 1, '0')
  return Number(`${isNegative ? '-' : ''}${digits.slice(0, digits.length - decimals)}.${digits.slice(-decimals)}`)
}

const add = (rows: readonly Row[], field: string): bigint =>
  rows.reduce((sum, row) => sum + BigInt(numberOf(row, field)), 0n)

/** The number of rows, or of those that meet a condition. */
export const count =
  (condition: (row: Row) => boolean = () => true): Compute =>
  (rows) =>
    rows.filter(condition).length

/** The sum of a field. */
export const sum =
  (field: string): Compute =>
  (rows) =>
    Number(add(rows, field))

/** A share in percent. */
export const rate =
  (part: (row: Row) => boolean, whole: (row: Row) => boolean = () => true): Compute =>
  (rows) =>
    divide(100n * BigInt(rows.filter(part).length), BigInt(rows.filter(whole).length), 2)

/** The average of a field. */
export const average =
  (field: string): Compute =>
  (rows) =>
    divide(add(rows, field), BigInt(rows.length), 2)

/** The sum of a field per second of duration. */
export const perSecond =
  (field: string): Compute =>
  (rows) =>
    divide(1000n * add(rows, field), add(rows, 'durationMs'), 2)

/** The number of distinct values of a field that are not null. */
export const distinct =
  (field: string): Compute =>
  (rows) =>
    new Set(rows.flatMap((row) => row[field] ?? [])).size

/** The number of units of the seventh decimal, of which all costs of tests consist. */
const costUnits = (rows: readonly Row[]): bigint =>
  rows.reduce((units, { cost }) => units + BigInt(Math.round(Number(cost ?? 0) * 1e7)), 0n)

/** The sum of known costs. */
export const totalCost: Compute = (rows) => divide(costUnits(rows), 10_000_000n, 6)

/** The average of known costs. */
export const averageCost: Compute = (rows) =>
  divide(costUnits(rows), 10_000_000n * BigInt(rows.filter(({ cost }) => cost !== null).length), 9)

/** The time of the first or last row. */
export const timeOf =
  (end: 'first' | 'last'): Compute =>
  (rows) => {
    const times = rows.map(({ timestamp }) => (timestamp as Date).toISOString()).toSorted()
    return times.at(end === 'first' ? 0 : -1) ?? null
  }

/** The value below which a share of the values lies, as PostgreSQL's `percentile_cont` defines it. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((one, other) => one - other)
  const position = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
  return low === undefined || high === undefined ? null : low + (position - Math.floor(position)) * (high - low)
}

/** A histogram with the given maximum number of bins. */
export const histogram = (values: readonly number[], bins: number) => {
  if (values.length === 0) return []
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const width = Math.floor((most - least) / bins) + 1
  return Array.from({ length: Math.floor((most - least) / width) + 1 }, (_, index) => {
    const [from, to] = [least + index * width, least + (index + 1) * width]
    return { from, to, count: values.filter((value) => value >= from && value < to).length }
  })
}
