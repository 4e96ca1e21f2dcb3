import { ApiError } from '../api/apiError.ts'
import { subscribe } from '../api/subscribe.ts'
import { waitFor } from '../api/waitFor.ts'
import type { LiveRecord, LiveStatus, LiveSubscription } from './liveEvents.ts'

/** Seconds between two attempts to connect: the first, and the longest. */
const [shortestWait, longestWait] = [1, 30]
/** Seconds after which a server that refuses subscriptions is asked again. */
const refusedWait = 60
/** Number of interruptions after which a server that is unavailable counts as one that refuses. */
const unavailableTries = 3
/** Milliseconds for which a connection must last so that the next attempt waits as shortly as the first. */
const stableTime = 10_000

/** A subscription that is resumed after its last event, however often its connection breaks. */
export interface Connection {
  /** Connects, and again whenever the connection ends, until the signal is aborted. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** What happens on a connection. */
export interface ConnectionListener {
  readonly onStatus: (status: LiveStatus) => void
  /** Called when the subscription has begun: there are events of all that a later request for data does not return. */
  readonly onBegin: () => void
  /** Called for each event, and when events may have been missed. */
  readonly onEvent: (record?: LiveRecord) => void
}

/** A time between half of a number of seconds and all of it, so that the pages of many users do not come at once. */
const spread = (seconds: number): number => seconds * (0.5 + Math.random() / 2)

/** Creates the connection of a subscription. */
export const makeConnection = (
  { document, variables, beginsWithState }: LiveSubscription,
  { onStatus, onBegin, onEvent }: ConnectionListener,
): Connection => {
  let cursor: string | undefined
  let openedAt: number | undefined
  let failures = 0

  const connect = async (signal: AbortSignal) => {
    openedAt = undefined
    const onOpen = () => {
      if (signal.aborted) return
      openedAt = performance.now()
      onStatus('live')
      if (beginsWithState) return
      // What happened since data was requested is not known.
      if (cursor === undefined) onEvent()
      onBegin()
    }
    const resumed = cursor === undefined ? variables : { ...variables, after: cursor }
    for await (const event of subscribe(document, resumed, { signal, onOpen })) {
      cursor = event.cursor ?? cursor
      onEvent(event.data?.event.record)
      onBegin()
    }
  }
  /** Decides how to go on. Returns the seconds until the next attempt; undefined for none. */
  const handle = ({ code, cursor: resumeAt }: ApiError): number | undefined => {
    const isCursorInvalid = code === 'CURSOR_EXPIRED' || code === 'BAD_USER_INPUT'
    cursor = isCursorInvalid ? undefined : (resumeAt ?? cursor)
    if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') {
      onStatus('off')
      // The view can no longer read its data either, and says so.
      onEvent()
      return undefined
    }
    // A server that stops is unavailable as well, and another one takes its place at once.
    const isInterruption =
      code === 'UNREACHABLE' ||
      code === 'CURSOR_EXPIRED' ||
      (code === 'SERVICE_UNAVAILABLE' && failures < unavailableTries)
    if (openedAt === undefined && !isInterruption) {
      onStatus('periodic')
      return spread(refusedWait)
    }
    if (openedAt !== undefined && performance.now() - openedAt > stableTime) failures = 0
    failures += 1
    // Most interruptions are over at once, and nobody needs to know of them.
    if (openedAt === undefined || failures > 1) onStatus('reconnecting')
    return spread(Math.min(shortestWait * 2 ** (failures - 1), longestWait))
  }
  return {
    run: async (signal) => {
      let wait: number | undefined = 0
      while (wait !== undefined && !signal.aborted) {
        await waitFor(wait, signal).catch(() => undefined)
        if (signal.aborted) return
        try {
          await connect(signal)
          wait = handle(new ApiError('UNREACHABLE', 'The server has ended the stream'))
        } catch (error) {
          if (signal.aborted) return
          wait = handle(error instanceof ApiError ? error : new ApiError('UNREACHABLE', String(error)))
        }
      }
    },
  }
}
