import type { ReactNode } from 'react'
import { Skeleton } from './Skeleton.tsx'

/** A measure with its value, how it changed and how it developed. */
export const StatCard = ({
  label,
  value,
  exact,
  note,
  warning,
  chart,
}: {
  readonly label: string
  readonly value: string
  /** The value in full, as a hint. */
  readonly exact?: string | undefined
  /** What is shown beside the value, e.g. its change. */
  readonly note?: ReactNode
  /** What makes the value doubtful, in the corner of the card, so that it takes no room of its own. */
  readonly warning?: ReactNode
  readonly chart?: ReactNode
}) => (
  <div className="@container relative flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-4 pt-3 pb-3">
    <dt className="truncate text-muted" title={label}>
      {label}
    </dt>
    <dd className="flex min-h-7 flex-wrap items-baseline gap-x-2">
      <span className="font-semibold text-xl tracking-tight" title={exact}>
        {value}
      </span>
      {note}
    </dd>
    {warning ? <dd className="absolute top-3 right-4">{warning}</dd> : null}
    {chart ? <dd className="mt-auto pt-1">{chart}</dd> : null}
  </div>
)

/** Takes the place of a card that is being loaded. */
export const StatCardSkeleton = ({ hasChart = false }: { readonly hasChart?: boolean }) => (
  <div className="flex flex-col gap-1 rounded-lg border border-line bg-surface px-4 pt-3 pb-3">
    <Skeleton className="h-4 w-20" />
    <Skeleton className="mt-2 h-5 w-24" />
    {hasChart ? <Skeleton className="mt-2 h-7" /> : null}
  </div>
)
