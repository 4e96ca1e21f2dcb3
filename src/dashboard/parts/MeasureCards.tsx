import type { ReactNode } from 'react'
import { Sparkline } from '../charts/Sparkline.tsx'
import type { ChartBucket } from '../charts/types.ts'
import { useFormats } from '../scope/useScope.ts'
import { Change, type Direction } from '../ui/Change.tsx'
import { StatCard } from '../ui/StatCard.tsx'

/** A measure with its value, the value that it is compared with, and its development. */
export interface MeasureCard {
  readonly label: string
  readonly value: number | null
  readonly previous?: number | null | undefined
  /** The values over time; without them, no line is shown. */
  readonly values?: readonly (number | null)[]
  readonly write: (value: number | null) => string
  readonly exact?: (value: number | null) => string
  /** Whether more is good. */
  readonly more: Direction
  readonly isRate?: boolean
  /** Whether the sum of values over time is the value of that time: not of rates, averages or percentiles. */
  readonly isSummable?: boolean
  /** What is shown instead of the change. */
  readonly note?: ReactNode
  /** What makes the value doubtful. */
  readonly warning?: ReactNode
}

/** Key metrics, each with its change and its development. */
export const MeasureCards = ({
  label: name,
  cards,
  buckets = [],
  className,
}: {
  /** What the metrics are about, for screen readers. */
  readonly label: string
  readonly cards: readonly MeasureCard[]
  /** The buckets of the values over time. */
  readonly buckets?: readonly Pick<ChartBucket, 'isPartial'>[] | undefined
  /** The classes that divide the row into columns. */
  readonly className: string
}) => {
  const formats = useFormats()
  return (
    <dl className={`grid gap-3 ${className}`} aria-label={name}>
      {cards.map(
        ({
          label,
          value,
          previous = null,
          values,
          write,
          exact,
          more,
          isRate = false,
          isSummable = !isRate,
          ...rest
        }) => (
          <StatCard
            key={label}
            label={label}
            value={write(value)}
            exact={exact?.(value)}
            note={
              rest.note ? (
                <span className="inline-flex items-center gap-2 text-muted text-xs">{rest.note}</span>
              ) : (
                <Change {...{ value, previous, more, formats, isShare: isRate, format: exact ?? write }} />
              )
            }
            warning={rest.warning}
            chart={values ? <Sparkline {...{ values, buckets, isSummable }} /> : undefined}
          />
        ),
      )}
    </dl>
  )
}
