/** More points than this are combined: they would be noise at this size. */
const maxPoints = 42

/**
 * Combines neighbours so that there are at most as many values as can be seen: counts by their sum, anything else, e.g.
 * rates, averages and percentiles, by its mean. The last, incomplete group is left out.
 */
const thinOut = (values: readonly (number | null)[], isSummable: boolean): readonly (number | null)[] => {
  const size = Math.ceil(values.length / maxPoints)
  if (size <= 1) return values
  return Array.from({ length: Math.floor(values.length / size) }, (_, index) => {
    const known = values.slice(index * size, (index + 1) * size).filter((value) => value !== null)
    const sum = known.reduce((total, value) => total + value, 0)
    return known.length === 0 ? null : isSummable ? sum : sum / known.length
  })
}

/** A small line without axes that shows how a measure developed. It adds nothing for screen readers. */
export const Sparkline = ({
  values: given,
  isSummable = true,
  color = 'var(--series-1)',
}: {
  readonly values: readonly (number | null)[]
  /** Whether the sum of values is the value of a longer time. */
  readonly isSummable?: boolean
  readonly color?: string
}) => {
  const values = thinOut(given, isSummable)
  const known = values.filter((value) => value !== null)
  const top = Math.max(...known, 0)
  const low = Math.min(...known, top)
  const points = values.flatMap((value, index) =>
    value === null
      ? []
      : [`${(index / Math.max(1, values.length - 1)) * 100},${27 - ((value - low) / (top - low || 1)) * 24}`],
  )
  return (
    <svg aria-hidden="true" viewBox="0 0 100 28" preserveAspectRatio="none" className="h-7 w-full overflow-visible">
      {points.length > 1 ? (
        <>
          <polygon points={`0,28 ${points.join(' ')} 100,28`} fill={color} opacity={0.1} />
          <polyline
            points={points.join(' ')}
            fill="none"
            stroke={color}
            strokeWidth={1.5}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </>
      ) : null}
    </svg>
  )
}
