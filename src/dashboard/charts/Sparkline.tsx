import type { ChartBucket } from './types.ts'

interface Point {
  readonly value: number | null
  /** Whether the value is of a time that the time window covers only in part. */
  readonly isPartial: boolean
}

/** More points than this are combined: they would be noise at this size. */
const maxPoints = 42

/**
 * Combines neighbours so that there are at most as many values as can be seen: counts by their sum, anything else, e.g.
 * rates, averages and percentiles, by its mean. The last, incomplete group is left out.
 */
const thinOut = (points: readonly Point[], isSummable: boolean): readonly Point[] => {
  const size = Math.ceil(points.length / maxPoints)
  if (size <= 1) return points
  return Array.from({ length: Math.floor(points.length / size) }, (_, index) => {
    const group = points.slice(index * size, (index + 1) * size)
    const known = group.flatMap(({ value }) => value ?? [])
    const sum = known.reduce((total, value) => total + value, 0)
    return {
      value: known.length === 0 ? null : isSummable ? sum : sum / known.length,
      isPartial: group.some(({ isPartial }) => isPartial),
    }
  })
}

/**
 * A small line without axes that shows how a measure developed, dashed beside partial buckets. It adds nothing for
 * screen readers.
 */
export const Sparkline = ({
  values,
  buckets = [],
  isSummable = true,
  color = 'var(--series-1)',
}: {
  readonly values: readonly (number | null)[]
  /** The buckets of the values; without them, all are complete. */
  readonly buckets?: readonly Pick<ChartBucket, 'isPartial'>[]
  /** Whether the sum of values is the value of a longer time. */
  readonly isSummable?: boolean
  readonly color?: string
}) => {
  const all = thinOut(
    values.map((value, index) => ({ value, isPartial: buckets[index]?.isPartial ?? false })),
    isSummable,
  )
  const known = all.flatMap(({ value }) => value ?? [])
  const top = Math.max(...known, 0)
  const low = Math.min(...known, top)
  const points = all.flatMap(({ value, isPartial }, index) =>
    value === null
      ? []
      : [
          {
            x: (index / Math.max(1, all.length - 1)) * 100,
            y: 27 - ((value - low) / (top - low || 1)) * 24,
            isPartial,
          },
        ],
  )
  const [first, last] = [points[0], points.at(-1)]
  const draw = (isDashed: boolean) =>
    points
      .map(({ x, y, isPartial }, index) => {
        const isJoined = index > 0 && (isPartial || points[index - 1]?.isPartial === true) === isDashed
        return `${isJoined ? 'L' : 'M'}${x} ${y}`
      })
      .join('')
  const line = {
    fill: 'none',
    stroke: color,
    strokeWidth: 1.5,
    strokeLinejoin: 'round',
    vectorEffect: 'non-scaling-stroke',
  } as const
  return (
    <svg aria-hidden="true" viewBox="0 0 100 28" preserveAspectRatio="none" className="h-7 w-full overflow-visible">
      {first && last && first !== last ? (
        <>
          <polygon
            points={`${first.x},28 ${points.map(({ x, y }) => `${x},${y}`).join(' ')} ${last.x},28`}
            fill={color}
            opacity={0.1}
          />
          <path d={draw(false)} {...line} />
          <path d={draw(true)} strokeDasharray="2 3" {...line} />
        </>
      ) : null}
    </svg>
  )
}
