import type { RecordingSettings } from '../config/recording.ts'
import type { Db } from '../db/client.ts'
import type { Caller } from '../shared/caller.ts'

/** The context that every resolver receives, created per request. */
export interface Context {
  /** The Prisma Client that resolvers and loaders read and write through. */
  readonly prisma: Db
  /** The caller of the request and their scopes. */
  readonly caller: Caller
  /** The clock. */
  readonly now: () => Date
  /** Generates an id for a record without one. */
  readonly newId: () => string
  readonly recording: RecordingSettings
}
