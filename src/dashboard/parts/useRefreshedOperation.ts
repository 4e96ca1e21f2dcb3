import type { UseQueryResult } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ApiError } from '../api/apiError.ts'
import type { OperationDocument } from '../api/resultOf.ts'
import { type OperationOptions, useOperation } from '../api/useOperation.ts'
import type { LiveRecord } from '../live/liveEvents.ts'
import { liveStream } from '../live/liveStream.ts'
import { useIsLive, useLiveStatus, useRefreshOnEvents } from '../live/useLiveEvents.ts'
import { useScope } from '../scope/useScope.ts'
import type { RequestAddition } from './requestAddition.ts'
import { useNamesWith } from './scopeNames.ts'

/**
 * Milliseconds between refreshes of a page that events keep up to date: relative time ranges move on, and removals cause
 * no events.
 */
const liveInterval = 60_000
/** Milliseconds between refreshes while the server sends no events. */
const periodicInterval = 30_000

/** Options of a refreshed operation. */
export interface RefreshOptions<Data> extends Pick<OperationOptions<Data>, 'findData'> {
  /** Whether the operation is executed; by default it is. */
  readonly enabled?: boolean
  /** Whether what is shown must not change under the pointer, such as the options of a picker: it is not refreshed. */
  readonly isKept?: boolean
  /**
   * Called for events instead of a refresh, so that what is shown does not change until the user asks for it. While the
   * server sends no events, the data is refreshed at an interval all the same.
   */
  readonly onHeldBack?: ((records: readonly LiveRecord[]) => void) | undefined
  /** What its requests load besides, for another part of the page. */
  readonly addition?: RequestAddition<Data>
}

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
 * the view subscribes to by `useLiveEvents`. All data that changes with time is loaded by this function. A document that
 * contains the names of the selected bot and pipeline loads them for the bar.
 */
export const useRefreshedOperation = <Data, Variables>(
  document: OperationDocument<Data, Variables>,
  variables: Variables,
  { enabled = true, isKept = false, onHeldBack, addition, ...options }: RefreshOptions<Data> = {},
): UseQueryResult<Data, ApiError> => {
  const { search } = useScope()
  const isLive = useIsLive()
  const status = useLiveStatus()
  const interval = isLive ? (status === 'live' ? liveInterval : periodicInterval) : Number(search.refresh ?? 0) * 1000
  const isHeld = onHeldBack !== undefined && status === 'live'
  /** The number of events when the data was requested. */
  const requestedAt = useRef<number>(undefined)
  const names = useNamesWith(document)
  const query = useOperation(document, variables, {
    ...options,
    refetchInterval: isKept || isHeld || interval === 0 ? false : interval,
    // Data that was loaded before may lack what there were events of in another view.
    ...(isLive ? { staleTime: 0 } : {}),
    enabled,
    onRequest: async (signal) => {
      if (isLive) await liveStream.begin(signal)
      requestedAt.current = liveStream.refresher.count()
      return { ...names.addVariables(), ...addition?.addVariables() }
    },
    onData: (data) => {
      names.keep(data)
      addition?.keep(data)
    },
  })
  const refresh = (records: readonly LiveRecord[]) => {
    // What was requested after the last event has all of them.
    if (requestedAt.current === liveStream.refresher.count()) return undefined
    return onHeldBack ? onHeldBack(records) : loadAgain(query)
  }
  useRefreshOnEvents((records) => refresh(records) ?? undefined, isLive && enabled && !isKept)
  return query
}
