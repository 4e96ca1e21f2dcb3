import { memo } from 'react'
import type { Geometry } from './geometry.ts'
import type { ChartSeries } from './types.ts'

interface MarksProps {
  readonly geometry: Geometry
  readonly series: readonly ChartSeries[]
  readonly count: number
  /** The indices of buckets that the time window covers only in part. */
  readonly partial: ReadonlySet<number>
}

/** The widest bar, in CSS pixels. */
const maxBar = 36

const barWidth = (band: number): number =>
  Math.min(maxBar, Math.max(1, band - (band > 8 ? band * 0.22 : band > 3 ? 1 : 0)))

/** Bars, stacked in the order of the series. */
export const Bars = memo(({ geometry, series, count, partial }: MarksProps) => {
  const width = barWidth(geometry.band)
  return Array.from({ length: count }, (_, index) => {
    let base = 0
    return (
      <g key={series[0]?.key + String(index)} opacity={partial.has(index) ? 0.5 : 1}>
        {series.map(({ key, color, values }) => {
          const value = values[index] ?? 0
          if (value <= 0) return null
          const bottom = geometry.yOf(base)
          base += value
          const top = geometry.yOf(base)
          return (
            <rect
              key={key}
              x={geometry.xOf(index) - width / 2}
              y={top}
              width={width}
              height={Math.max(bottom - top, 0.5)}
              rx={width > 6 ? 1.5 : 0}
              fill={color}
            />
          )
        })}
      </g>
    )
  })
})

/** A line for each series, dashed beside partial buckets. A bucket without a value interrupts its line. */
export const Lines = memo(({ geometry, series, count, partial }: MarksProps) => {
  const isDashed = (index: number) => partial.has(index) || partial.has(index - 1)
  return series.map(({ key, color, values }) => {
    const shown = values.slice(0, count)
    const look = { fill: 'none', stroke: color, strokeWidth: 1.75, strokeLinejoin: 'round' } as const
    return (
      <g key={key}>
        <path d={drawLine(shown, geometry, (index) => !isDashed(index))} strokeLinecap="round" {...look} />
        {partial.size > 0 ? <path d={drawLine(shown, geometry, isDashed)} strokeDasharray="3 3" {...look} /> : null}
        <path d={drawDots(shown, geometry)} stroke={color} {...dots} />
      </g>
    )
  })
})

/** Whether a value of an index exists. */
const exists = (values: readonly (number | null)[], index: number): boolean => (values[index] ?? null) !== null

/**
 * Draws lines between neighbours.
 * @param isDrawn whether the line that ends at an index is drawn.
 */
const drawLine = (
  values: readonly (number | null)[],
  { xOf, yOf }: Geometry,
  isDrawn: (index: number) => boolean = () => true,
): string =>
  values
    .map((value, index) => {
      if (value === null) return ''
      const command = exists(values, index - 1) && isDrawn(index) ? 'L' : 'M'
      return `${command}${xOf(index).toFixed(1)} ${yOf(value).toFixed(1)}`
    })
    .join('')

/** Draws the values without neighbours, of which a line shows nothing, as dots: lines of no length with round ends. */
const drawDots = (values: readonly (number | null)[], { xOf, yOf }: Geometry): string =>
  values
    .map((value, index) =>
      value === null || exists(values, index - 1) || exists(values, index + 1)
        ? ''
        : `M${xOf(index).toFixed(1)} ${yOf(value).toFixed(1)}h0.01`,
    )
    .join('')

const dots = { fill: 'none', strokeWidth: 4, strokeLinecap: 'round' } as const

/** The number of values above which the line of the comparison is thinner, so that it does not hide the bars. */
const manyValues = 100

/** The line of what the chart is compared with. Its edge separates it from bars of a similar colour. */
export const ComparisonLine = memo(
  ({ geometry, values }: { readonly geometry: Geometry; readonly values: readonly (number | null)[] }) => {
    const line = { d: drawLine(values, geometry), fill: 'none', strokeLinejoin: 'round' } as const
    const width = values.length > manyValues ? 0.75 : 1.25
    return (
      <>
        <path {...line} stroke="var(--surface)" strokeWidth={2 * width} opacity={0.7} />
        <path {...line} stroke="var(--muted)" strokeWidth={width} />
        <path d={drawDots(values, geometry)} stroke="var(--muted)" {...dots} />
      </>
    )
  },
)
