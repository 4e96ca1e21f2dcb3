import type { ChartSeries } from './types.ts'

/** Names the series of a chart. */
export const ChartLegend = ({
  series,
  comparison,
}: {
  readonly series: readonly Pick<ChartSeries, 'key' | 'label' | 'color'>[]
  /** The name of the line of the comparison; undefined if there is none. */
  readonly comparison?: string | undefined
}) => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
    {series.map(({ key, label, color }) => (
      <li key={key} className="flex min-w-0 items-center gap-1.5">
        <span className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />
        <span className="max-w-48 truncate" title={label}>
          {label}
        </span>
      </li>
    ))}
    {comparison === undefined ? null : (
      <li className="flex items-center gap-1.5">
        <span className="w-3 shrink-0 border-muted border-t-[1.5px]" />
        {comparison}
      </li>
    )}
  </ul>
)
