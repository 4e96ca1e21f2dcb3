import { onTokenChange } from '../api/token.ts'
import { waitFor } from '../api/waitFor.ts'
import { makeStore, type Store } from '../state/store.ts'
import { type Connection, makeConnection } from './connection.ts'
import type { LiveStatus, LiveSubscription } from './liveEvents.ts'
import { makeRefresher, type Refresher } from './refresher.ts'

/** Seconds for which data is not requested because the stream is about to begin. */
const patience = 1

/** The stream of events of this tab: at most one, which is closed while the tab is hidden. */
export interface LiveStream {
  readonly status: Pick<Store<LiveStatus>, 'get' | 'subscribe'>
  readonly refresher: Refresher
  /** Subscribes, in place of what was subscribed to before. Returns a function that ends it. */
  readonly open: (subscription: LiveSubscription) => () => void
  /**
   * Resolves when the stream of the view has begun, so that data that is requested then does not have to be requested
   * again because of it; also if there is none, or if it does not begin soon. Rejects when the signal is aborted.
   */
  readonly begin: (signal: AbortSignal) => Promise<void>
}

const makeLiveStream = (): LiveStream => {
  const status = makeStore<LiveStatus>('off')
  const refresher = makeRefresher()
  let wanted: LiveSubscription | undefined
  let current: { readonly key: string; readonly connection: Connection } | undefined
  let controller: AbortController | undefined
  let begun = Promise.resolve()
  let onBegin = () => {}

  const setStatus = (next: LiveStatus) => {
    status.set(next)
    if (next !== 'live' && next !== 'connecting') onBegin()
  }
  const close = () => {
    controller?.abort()
    controller = undefined
  }
  const start = () => {
    close()
    if (!current) {
      setStatus('off')
      return
    }
    if (document.hidden) {
      setStatus('paused')
      return
    }
    // While one subscription takes the place of another, nothing changes for the reader.
    if (status.get() !== 'live') setStatus('connecting')
    onBegin()
    begun = new Promise((resolve) => {
      onBegin = resolve
    })
    controller = new AbortController()
    void current.connection.run(controller.signal)
  }
  /** Connects to what is wanted now. A subscription that remains the same stays connected. */
  const update = () => {
    const key = wanted && JSON.stringify([String(wanted.document), wanted.variables])
    if (key === current?.key) return
    const listener = { onStatus: setStatus, onBegin: () => onBegin(), onEvent: refresher.note }
    current = wanted && key !== undefined ? { key, connection: makeConnection(wanted, listener) } : undefined
    refresher.forget()
    start()
  }
  refresher.pause(document.hidden)
  document.addEventListener('visibilitychange', () => {
    refresher.pause(document.hidden)
    start()
  })
  onTokenChange(start)
  return {
    status,
    refresher,
    open: (subscription) => {
      wanted = subscription
      queueMicrotask(update)
      return () => {
        if (wanted !== subscription) return
        wanted = undefined
        queueMicrotask(update)
      }
    },
    begin: async (signal) => {
      // A view that is rendered now opens its stream in its effects.
      await waitFor(0, signal)
      await Promise.race([begun, waitFor(patience, signal)])
    },
  }
}

/** The stream of events of this tab. */
export const liveStream: LiveStream = makeLiveStream()
