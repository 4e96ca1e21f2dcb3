import { overviewEvents } from '../../live/documents.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { buckets, chooseBucket, rangeLength } from '../../scope/range.ts'
import { useIsNarrow } from '../../scope/useIsNarrow.ts'
import { useScope } from '../../scope/useScope.ts'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { overviewDocument, topsDocument } from './document.ts'
import { LatestErrors } from './LatestErrors.tsx'
import { OverviewCards } from './OverviewCards.tsx'
import { CardsSkeleton, ErrorsSkeleton, TopsSkeleton, TrafficSkeleton } from './OverviewSkeleton.tsx'
import { overviewPage, type TopMeasure } from './search.ts'
import { TopLists } from './TopLists.tsx'
import { Traffic } from './Traffic.tsx'

const orderFields = {
  totalTokens: 'TOTAL_TOKENS',
  totalCost: 'TOTAL_COST',
  calls: 'CALLS',
  failedCalls: 'FAILED_CALLS',
} as const satisfies Readonly<Record<TopMeasure, string>>

/** The overview. */
export const OverviewView = () => {
  const { scope, timeZone, search, compareTo } = useScope()
  const { top = 'totalTokens' } = overviewPage.useSearch()
  const isNarrow = useIsNarrow()
  const bucket = chooseBucket(rangeLength(search), isNarrow, buckets)
  useLiveEvents(overviewEvents, { scope }, { beginsWithState: true })
  const query = useRefreshedOperation(overviewDocument, { scope, bucket, timeZone, compareTo })
  const tops = useRefreshedOperation(topsDocument, { scope, orderBy: { field: orderFields[top] } })
  return (
    <>
      <div className="flex min-w-0 flex-col">
        <QueryBody query={query} placeholder={<CardsSkeleton />}>
          {(data) => <OverviewCards data={data} />}
        </QueryBody>
      </div>
      <div className="grid min-w-0 gap-4 xl:grid-cols-3">
        <div className="flex min-w-0 xl:col-span-2">
          <QueryBody query={query} placeholder={<TrafficSkeleton />} isQuiet>
            {(data) => <Traffic data={data} />}
          </QueryBody>
        </div>
        <div className="flex min-w-0">
          <QueryBody query={tops} placeholder={<ErrorsSkeleton />} isQuiet={query.isError}>
            {(data) => <LatestErrors data={data} />}
          </QueryBody>
        </div>
      </div>
      <QueryBody query={tops} placeholder={<TopsSkeleton />} isQuiet>
        {(data) => <TopLists data={data} measure={top} />}
      </QueryBody>
    </>
  )
}
