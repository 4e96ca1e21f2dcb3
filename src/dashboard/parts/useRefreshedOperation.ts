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
  useRefreshOnEvents(
    (records) => (onHeldBack ? onHeldBack(records) : query.refetch({ cancelRefetch: false })) ?? undefined,
    isLive && enabled,
  )
  return query
}
