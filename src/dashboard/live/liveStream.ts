import { onTokenChange } from '../api/token.ts'
import { makeStore, type Store } from '../state/store.ts'
import { type Connection, makeConnection } from './connection.ts'
import type { LiveStatus, LiveSubscription } from './liveEvents.ts'
import { makeRefresher, type Refresher } from './refresher.ts'

/** The stream of events of this tab: at most one, which is closed while the tab is hidden. */
export interface LiveStream {
  readonly status: Pick<Store<LiveStatus>, 'get' | 'subscribe'>
  readonly refresher: Refresher
  /** Subscribes, in place of what was subscribed to before. Returns a function that ends it. */
  readonly open: (subscription: LiveSubscription) => () => void
}

const makeLiveStream = (): LiveStream => {
  const status = makeStore<LiveStatus>('off')
  const refresher = makeRefresher()
  let wanted: LiveSubscription | undefined
  let current: { readonly key: string; readonly connection: Connection } | undefined
  let controller: AbortController | undefined

  const close = () => {
    controller?.abort()
    controller = undefined
  }
  const start = () => {
    close()
    if (!current) {
      status.set('off')
      return
    }
    if (document.hidden) {
      status.set('paused')
      return
    }
    // While one subscription takes the place of another, nothing changes for the reader.
    if (status.get() !== 'live') status.set('connecting')
    controller = new AbortController()
    void current.connection.run(controller.signal)
  }
  /** Connects to what is wanted now. A subscription that remains the same stays connected. */
  const update = () => {
    const key = wanted && JSON.stringify([String(wanted.document), wanted.variables])
    if (key === current?.key) return
    const listener = { onStatus: status.set, onEvent: refresher.note }
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
  }
}

/** The stream of events of this tab. */
export const liveStream: LiveStream = makeLiveStream()
