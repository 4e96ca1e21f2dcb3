import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { OperationDocument } from '../api/resultOf.ts'
import { useScope } from '../scope/useScope.ts'
import type { LiveData, LiveStatus } from './liveEvents.ts'
import { liveStream } from './liveStream.ts'
import type { Refresh } from './refresher.ts'

/** Whether the page is kept up to date by events. */
export const useIsLive = (): boolean => useScope().search.refresh === 'live'

/** Returns the state of the stream of events. */
export const useLiveStatus = (): LiveStatus => useSyncExternalStore(liveStream.status.subscribe, liveStream.status.get)

/**
 * Subscribes to the events of what the view shows, if the page is to be kept up to date by events. A page has one
 * stream: each view calls this once.
 * @param variables those of the subscription besides `after`; null for no subscription.
 * @param options.beginsWithState whether its first event is the current state.
 */
export const useLiveEvents = <Data extends LiveData, Variables extends object>(
  document: OperationDocument<Data, Variables>,
  variables: NoInfer<Omit<Variables, 'after'>> | null,
  { beginsWithState = false }: { readonly beginsWithState?: boolean } = {},
): void => {
  const isLive = useIsLive() && variables !== null
  const subscription = useRef({ document, variables })
  subscription.current = { document, variables }
  const key = JSON.stringify(variables)
  // biome-ignore lint/correctness/useExhaustiveDependencies: variables with the same content are the same subscription.
  useEffect(() => {
    if (!isLive) return undefined
    // The compiler does not know that the variables are those of the document.
    const given = subscription.current.variables as Readonly<Record<string, unknown>>
    return liveStream.open({ document: document as never, variables: given, beginsWithState })
  }, [isLive, document, key, beginsWithState])
}

/** Calls a function because of events: one call of all functions at a time, and not too often. */
export const useRefreshOnEvents = (refresh: Refresh, isEnabled: boolean): void => {
  const latest = useRef(refresh)
  latest.current = refresh
  useEffect(() => (isEnabled ? liveStream.refresher.add((records) => latest.current(records)) : undefined), [isEnabled])
}
