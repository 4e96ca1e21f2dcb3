import { Skeleton } from '../../ui/Skeleton.tsx'
import { StatCardSkeleton } from '../../ui/StatCard.tsx'

const cards = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const

/** The key metrics while they are being loaded. */
export const CardsSkeleton = () => (
  <div className="grid grid-cols-2 gap-3 lg:grid-cols-4 min-[112rem]:grid-cols-8">
    {cards.map((card) => (
      <StatCardSkeleton key={card} hasChart />
    ))}
  </div>
)

/** The chart of the traffic while it is being loaded. */
export const TrafficSkeleton = () => <Skeleton className="h-[23.875rem] grow rounded-lg" />

/** The latest errors while they are being loaded. */
export const ErrorsSkeleton = () => <Skeleton className="h-[23.875rem] grow rounded-lg" />

/** The lists of models, bots and users while they are being loaded. */
export const TopsSkeleton = () => (
  <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
    <Skeleton className="h-64 rounded-lg" />
    <Skeleton className="h-64 rounded-lg" />
    <Skeleton className="h-64 rounded-lg" />
  </div>
)
