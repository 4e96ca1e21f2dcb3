import { useId, useMemo } from 'react'
import type { Formats } from '../i18n/formats.ts'
import { useTexts } from '../i18n/language.ts'
import { Axes } from './Axes.tsx'
import { writeBucket } from './bucketText.ts'
import { ChartTooltip } from './ChartTooltip.tsx'
import { chartTexts } from './chartTexts.ts'
import { makeGeometry } from './geometry.ts'
import { Bars, ComparisonLine, Lines } from './Marks.tsx'
import { chooseTimeTicks } from './timeTicks.ts'
import type { ChartBucket, ChartComparison, ChartSeries } from './types.ts'
import { useCursor } from './useCursor.ts'
import { useWidth } from './useWidth.ts'

/** Options of a chart over time. */
export interface TimeChartProps {
  /** What the chart shows, for screen readers. */
  readonly label: string
  readonly buckets: readonly ChartBucket[]
  readonly series: readonly ChartSeries[]
  readonly look?: 'bars' | 'lines'
  readonly height?: number
  readonly formats: Formats
  /** Writes a value of the axis, and a value in full. */
  readonly formatAxis: (value: number) => string
  readonly format: (value: number | null) => string
  /** What the chart is compared with; undefined for nothing. */
  readonly comparison?: ChartComparison | undefined
  /** Called with the time range that was selected in the chart. Without it, nothing can be selected. */
  readonly onSelect?: (from: string, to: string) => void
}

/** Space that a label of the time axis takes, in CSS pixels. */
const labelWidth = 64

/** Values over time as stacked bars or as lines, with the values of a bucket on hover, focus and by arrow keys. */
export const TimeChart = ({
  label,
  buckets,
  series,
  look = 'bars',
  height = 220,
  formats,
  formatAxis,
  format,
  comparison,
  onSelect,
}: TimeChartProps) => {
  const texts = useTexts(chartTexts)
  const hintId = useId()
  const [ref, width] = useWidth<HTMLDivElement>()
  const count = buckets.length
  const geometry = useMemo(
    () => makeGeometry(series, comparison?.values ?? [], count, { width, height }, look === 'bars'),
    [series, comparison, count, width, height, look],
  )
  const timeTicks = useMemo(
    () =>
      chooseTimeTicks(
        buckets.map(({ bucketStart }) => bucketStart),
        geometry.width / labelWidth,
        formats.language,
        formats.timeZone,
      ),
    [buckets, geometry.width, formats],
  )
  const select =
    onSelect &&
    ((first: number, last: number) => {
      const [start, end] = [buckets[first], buckets[last]]
      if (start && end) onSelect(start.bucketStart, new Date(Date.parse(end.bucketEnd) - 1).toISOString())
    })
  const { cursor, handlers } = useCursor(geometry, count, select)
  const partial = useMemo(
    () => new Set(buckets.flatMap(({ isPartial }, index) => (isPartial ? [index] : []))),
    [buckets],
  )
  const shown = cursor.index === null ? undefined : buckets[cursor.index]
  const title = shown ? writeBucket(shown, formats, texts.range) : ''
  const anchor = cursor.anchor === null || cursor.anchor === cursor.index ? undefined : buckets[cursor.anchor]
  const selected = anchor && shown ? texts.selected(writeBucket(anchor, formats, texts.range)) : ''
  const total = look === 'bars' ? texts.total : undefined
  const Marks = look === 'bars' ? Bars : Lines
  return (
    <div ref={ref} className="relative w-full" style={{ height }}>
      {width > 0 && count > 0 ? (
        <>
          <svg aria-hidden="true" width={width} height={height} className="absolute inset-0 overflow-visible">
            {cursor.index === null ? null : (
              <Band geometry={geometry} from={cursor.anchor ?? cursor.index} to={cursor.index} />
            )}
            <Axes geometry={geometry} timeTicks={timeTicks} format={formatAxis} />
            <Marks geometry={geometry} series={series} count={count} partial={partial} />
            {comparison ? <ComparisonLine geometry={geometry} values={comparison.values} /> : null}
          </svg>
          <div
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-describedby={hintId}
            aria-valuemin={0}
            aria-valuemax={count - 1}
            aria-valuenow={cursor.index ?? count - 1}
            aria-valuetext={
              selected + describe(title, comparison ? [...series, comparison] : series, cursor.index, format)
            }
            className={`absolute inset-0 touch-pan-y rounded ${onSelect ? 'cursor-crosshair' : ''}`}
            {...handlers}
          />
          <span id={hintId} hidden>
            {onSelect ? texts.selectHint : texts.hint}
          </span>
          {shown && cursor.index !== null ? (
            <ChartTooltip
              title={title}
              note={shown.isPartial ? texts.incomplete : undefined}
              series={series}
              index={cursor.index}
              total={total}
              comparison={comparison}
              format={format}
              x={geometry.xOf(cursor.index)}
              width={width}
            />
          ) : null}
        </>
      ) : null}
    </div>
  )
}

const Band = ({
  geometry,
  from,
  to,
}: {
  readonly geometry: ReturnType<typeof makeGeometry>
  readonly from: number
  readonly to: number
}) => (
  <rect
    x={geometry.xOf(Math.min(from, to)) - geometry.band / 2}
    y={geometry.top}
    width={geometry.band * (Math.abs(to - from) + 1)}
    height={geometry.height}
    fill={from === to ? 'var(--hover)' : 'var(--accent-soft)'}
  />
)

const describe = (
  title: string,
  series: readonly Pick<ChartSeries, 'label' | 'values'>[],
  index: number | null,
  format: (value: number | null) => string,
): string =>
  index === null
    ? ''
    : [title, ...series.map(({ label, values }) => `${label} ${format(values[index] ?? null)}`)].join(', ')
