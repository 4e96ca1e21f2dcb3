import type { RecordingSettings } from '../config/recording.ts'
import type { Db } from '../db/client.ts'
import type { Feed } from '../db/live/feed.ts'
import type { SharedLoads } from '../db/live/subscription.ts'
import type { Readers } from '../db/replicas/readers.ts'
import type { Caller } from '../shared/caller.ts'

/** The context that every resolver receives, created per request. */
export interface Context {
  /** The Prisma Client that resolvers and loaders read and write through. */
  readonly prisma: Db
  /** The caller of the request and their scopes. */
  readonly caller: Caller
  /** The time of the operation: the same at each call, so that all of its fields use the same time. */
  readonly now: () => Date
  /** Generates an id for a record without one. */
  readonly newId: () => string
  readonly recording: RecordingSettings
  /** The largest number of records whose percentiles are computed exactly by default. */
  readonly exactUpTo: number
  /** Chooses the replica that a query reads from, before its fields are resolved; undefined if there are none. */
  readonly readers?: Readers | undefined
  /** The live events that subscriptions deliver. */
  readonly live: Feed
  /** The cursor of the last event that a client received before it reconnected, if it sent one. */
  readonly lastEventId?: string | undefined
  /** The loads that all subscribers of the delivered event share; undefined for other operations. */
  readonly loads?: SharedLoads
}
