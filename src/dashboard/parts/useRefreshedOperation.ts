import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../api/apiError.ts'
import type { OperationDocument } from '../api/resultOf.ts'
import { useOperation } from '../api/useOperation.ts'
import type { LiveRecord } from '../live/liveEvents.ts'
import { useIsLive, useLiveStatus, useRefreshOnEvents } from '../live/useLiveEvents.ts'
import { useScope } from '../scope/useScope.ts'

/**
 * Milliseconds between refreshes of a page that events keep up to date: relative time ranges move on, and removals cause
 * no events.
 */
const liveInterval = 60_000
/** Milliseconds between refreshes while the server sends no events. */
const periodicInterval = 30_000

/** Options of a refreshed operation. */
export interface RefreshOptions {
  /** Whether the operation is executed; by default it is. */
  readonly enabled?: boolean
  /** Called for events instead of a refresh, so that what is shown does not change until the user asks for it. */
  readonly onHeldBack?: ((records: readonly LiveRecord[]) => void) | undefined
}

/** For what must not change under the pointer, such as the options of an open picker: events do not refresh it. */
export const keepShown = (): undefined => undefined

/**
 * Loads the data of a query again. A request that is in flight may have read before the event that is the reason, so its
 * end is awaited first.
 */
export const loadAgain = async <Data>({ isFetching, refetch }: UseQueryResult<Data, ApiError>): Promise<void> => {
  if (isFetching) await refetch({ cancelRefetch: false })
  await refetch({ cancelRefetch: false })
}

/**
 * Executes a document like `useOperation`, and again as the URL selects: at an interval, or because of the events that
 * the view subscribes to by `useLiveEvents`. All data that changes with time is loaded by this function.
 */
export const useRefreshedOperation = <Data, Variables>(
  document: OperationDocument<Data, Variables>,
  variables: Variables,
  { enabled = true, onHeldBack }: RefreshOptions = {},
): UseQueryResult<Data, ApiError> => {
  const { search } = useScope()
  const isLive = useIsLive()
  const status = useLiveStatus()
  const interval = isLive ? (status === 'live' ? liveInterval : periodicInterval) : Number(search.refresh ?? 0) * 1000
  const query = useOperation(document, variables, {
    refetchInterval: onHeldBack || interval === 0 ? false : interval,
    // Data that was loaded before may lack what there were events of in another view.
    ...(isLive ? { staleTime: 0 } : {}),
    enabled,
  })
  useRefreshOnEvents((records) => (onHeldBack ? onHeldBack(records) : loadAgain(query)) ?? undefined, isLive && enabled)
  return query
}
