import type { Logger } from 'pino'
import type { Limits } from '../../config/limits.ts'
import type { Database } from '../../db/database.ts'
import { type Feed, makeFeed } from '../../db/live/feed.ts'
import { tryAgain } from '../../shared/errors.ts'
import { makeTurns, type Turns } from '../../shared/turns.ts'
import type { RecheckTokens } from '../auth/authenticate.ts'
import { type CredentialWatch, makeCredentialWatch } from '../auth/credentialWatch.ts'
import { makeSharedLoads } from './eventScope.ts'
import { type KeepAlive, makeKeepAlive } from './eventStream.ts'
import { makeOpenStreams, type OpenStreams } from './openStreams.ts'

/** Number of events that are executed at the same time. Further ones wait, so that requests have connections. */
const concurrentEvents = 4

/** Options of live events. */
export interface LiveOptions {
  readonly db: Database
  readonly now: () => Date
  readonly elapsed: () => number
  readonly limits: Limits
  readonly logger: Logger
  readonly recheckTokens: RecheckTokens
}

/** What the subscriptions of an app share. */
export interface Live {
  readonly feed: Feed
  readonly streams: OpenStreams
  readonly credentials: CredentialWatch
  readonly keepAlive: KeepAlive
  /** The turns in which events are executed. */
  readonly turns: Turns
  /** Ends all subscriptions with an error about the shutdown, and accepts no more. */
  stop(): Promise<void>
}

/** Creates what the subscriptions of an app share. */
export const makeLive = ({ db, now, elapsed, limits, logger, recheckTokens }: LiveOptions): Live => {
  const feed = makeFeed({
    db,
    now,
    elapsed,
    maxQueuedBytes: limits.maxSubscriptionQueueBytes,
    makeLoads: makeSharedLoads(limits),
    onFailure: (error) => logger.warn({ err: error }, 'live events cannot be read and will be retried'),
  })
  const streams = makeOpenStreams(limits)
  return {
    feed,
    streams,
    credentials: makeCredentialWatch(recheckTokens, now),
    keepAlive: makeKeepAlive(),
    turns: makeTurns(concurrentEvents),
    stop: () => {
      const error = tryAgain(
        'SERVICE_UNAVAILABLE',
        'The server is shutting down. Subscribe again, after the cursor of this error if it has one.',
        1,
      )
      streams.endAll(error)
      return feed.stop(error)
    },
  }
}
