import { llmCallEvents } from '../../live/documents.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { ZeroTokenWarning } from '../../parts/ZeroTokenWarning.tsx'
import { chooseBucket, isShowable, rangeLength } from '../../scope/range.ts'
import { useIsNarrow } from '../../scope/useIsNarrow.ts'
import { useScope } from '../../scope/useScope.ts'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { StatCardSkeleton } from '../../ui/StatCard.tsx'
import { tokensDocument } from './document.ts'
import { ModelTable } from './ModelTable.tsx'
import { tokenBuckets, tokensPage } from './search.ts'
import { TokensOverTime } from './TokensOverTime.tsx'
import { TokenTiles } from './TokenTiles.tsx'

/** Token usage. */
export const TokensView = () => {
  const { scope, timeZone, search, compareTo } = useScope()
  const own = tokensPage.useSearch()
  const isNarrow = useIsNarrow()
  const length = rangeLength(search)
  const chosen = own.bucket && isShowable(length, own.bucket) ? own.bucket : undefined
  const bucket = chosen ?? chooseBucket(length, isNarrow, tokenBuckets)
  useLiveEvents(llmCallEvents, { scope })
  const query = useRefreshedOperation(tokensDocument, { scope, bucket, timeZone, compareTo })
  return (
    <QueryBody query={query} placeholder={<TokensSkeleton />}>
      {({ llmCallMetrics: data }) => (
        <div className="flex min-w-0 flex-col gap-4">
          <ZeroTokenWarning calls={data.totals.zeroTokenSuccessCalls} />
          <TokenTiles data={data} />
          <TokensOverTime data={data} bucket={bucket} />
          <ModelTable data={data} />
        </div>
      )}
    </QueryBody>
  )
}

const tiles = ['a', 'b', 'c', 'd', 'e', 'f'] as const

const TokensSkeleton = () => (
  <div className="flex min-w-0 flex-col gap-4">
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 min-[94rem]:grid-cols-6">
      {tiles.map((tile) => (
        <StatCardSkeleton key={tile} />
      ))}
    </div>
    <Skeleton className="h-76" />
    <Skeleton className="h-64" />
  </div>
)
