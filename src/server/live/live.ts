import type { Logger } from 'pino'
import type { Limits } from '../../config/limits.ts'
import type { Database } from '../../db/database.ts'
import { type Feed, makeFeed } from '../../db/live/feed.ts'
import { tryAgain } from '../../shared/errors.ts'
import type { Authenticate } from '../auth/authenticate.ts'
import { type CredentialWatch, makeCredentialWatch } from '../auth/credentialWatch.ts'
import { makeSharedLoads } from './eventScope.ts'
import { type KeepAlive, makeKeepAlive } from './eventStream.ts'
import { makeOpenStreams, type OpenStreams } from './openStreams.ts'

/** Options of live events. */
export interface LiveOptions {
  readonly db: Database
  readonly now: () => Date
  readonly limits: Limits
  readonly logger: Logger
  readonly authenticate: Authenticate
}

/** What the subscriptions of an app share. */
export interface Live {
  readonly feed: Feed
  readonly streams: OpenStreams
  readonly credentials: CredentialWatch
  readonly keepAlive: KeepAlive
  /** Ends all subscriptions with an error about the shutdown, and accepts no more. */
  stop(): Promise<void>
}

/** Creates what the subscriptions of an app share. */
export const makeLive = ({ db, now, limits, logger, authenticate }: LiveOptions): Live => {
  const feed = makeFeed({
    db,
    now,
    makeLoads: makeSharedLoads(limits),
    onFailure: (error) => logger.warn({ err: error }, 'live events cannot be read and will be retried'),
  })
  const streams = makeOpenStreams(limits)
  return {
    feed,
    streams,
    credentials: makeCredentialWatch(authenticate, now),
    keepAlive: makeKeepAlive(),
    stop: () => {
      const error = tryAgain(
        'SERVICE_UNAVAILABLE',
        'The server is shutting down. Subscribe again after the cursor of this error.',
        1,
      )
      streams.endAll(error)
      return feed.stop(error)
    },
  }
}
