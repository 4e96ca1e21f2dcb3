import { chooseTicks } from './scale.ts'
import type { ChartSeries } from './types.ts'

/** The sizes of a chart, in CSS pixels. */
export interface Geometry {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** The width of one bucket. */
  readonly band: number
  readonly ticks: readonly number[]
  readonly yOf: (value: number) => number
  /** The center of a bucket. */
  readonly xOf: (index: number) => number
}

/** Space for the labels of the axes. */
const margins = { left: 44, right: 4, top: 8, bottom: 22 }

/** The highest value that a chart has to show. */
const maximumOf = (
  series: readonly ChartSeries[],
  comparison: readonly (number | null)[],
  count: number,
  isStacked: boolean,
): number => {
  const columns = Array.from({ length: count }, (_, index) => series.map(({ values }) => values[index] ?? 0))
  return Math.max(
    0,
    ...columns.map((values) => (isStacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values))),
    ...comparison.map((value) => value ?? 0),
  )
}

/** Computes the sizes of a chart of a number of buckets. */
export const makeGeometry = (
  series: readonly ChartSeries[],
  comparison: readonly (number | null)[],
  count: number,
  size: { readonly width: number; readonly height: number },
  isStacked: boolean,
): Geometry => {
  const isWhole = series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)))
  const ticks = chooseTicks(maximumOf(series, comparison, count, isStacked), 4, isWhole)
  const top = ticks.at(-1) || 1
  const width = Math.max(1, size.width - margins.left - margins.right)
  const height = size.height - margins.top - margins.bottom
  const band = width / Math.max(1, count)
  return {
    left: margins.left,
    top: margins.top,
    width,
    height,
    band,
    ticks,
    yOf: (value) => margins.top + height * (1 - value / top),
    xOf: (index) => margins.left + band * (index + 0.5),
  }
}

/** The index of the bucket at a horizontal position. */
export const indexAt = ({ left, band }: Geometry, x: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor((x - left) / band)))
