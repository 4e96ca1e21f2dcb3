import type { ChartComparison, ChartSeries } from './types.ts'

/** The values of one bucket, beside the pointer. */
export const ChartTooltip = ({
  title,
  note,
  series,
  index,
  total,
  comparison,
  format,
  x,
  width,
}: {
  readonly title: string
  readonly note: string | undefined
  readonly series: readonly ChartSeries[]
  readonly index: number
  /** The label of the sum of all series; undefined to show none. */
  readonly total: string | undefined
  readonly comparison: ChartComparison | undefined
  readonly format: (value: number | null) => string
  /** The center of the bucket, and the width of the chart, in CSS pixels. */
  readonly x: number
  readonly width: number
}) => {
  const sum = series.reduce((all, { values }) => all + (values[index] ?? 0), 0)
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 }
  return (
    <div
      className="pointer-events-none absolute top-1 z-10 max-w-72 rounded-md bg-raised px-2.5 py-1.5 text-xs shadow-pop"
      style={side}
    >
      <p className="mb-0.5 whitespace-nowrap font-medium">
        {title}
        {note ? <span className="font-normal text-muted"> · {note}</span> : null}
      </p>
      {series.toReversed().map(({ key, label, color, values }) => (
        <p key={key} className="flex items-center gap-2">
          <span className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
          <span className="min-w-0 grow truncate text-muted">{label}</span>
          <span className="whitespace-nowrap pl-3">{format(values[index] ?? null)}</span>
        </p>
      ))}
      {total !== undefined && series.length > 1 ? (
        <p className="mt-0.5 flex justify-between gap-3 border-line border-t pt-0.5 font-medium">
          <span>{total}</span>
          <span>{format(sum)}</span>
        </p>
      ) : null}
      {comparison ? (
        <p className="mt-0.5 flex justify-between gap-3 text-muted">
          <span>{comparison.label}</span>
          <span>{format(comparison.values[index] ?? null)}</span>
        </p>
      ) : null}
    </div>
  )
}
