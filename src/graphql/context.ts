import type { RecordingSettings } from '../config/recording.ts'
import type { Db } from '../db/client.ts'
import type { Caller } from '../shared/caller.ts'

/** What every resolver gets: made anew for each request. */
export interface Context {
  /** The Prisma Client that resolvers and loaders read and write through. */
  readonly prisma: Db
  /** Who asks, and what they may do. */
  readonly caller: Caller
  /** Names the request in answers and in the log. */
  readonly requestId: string
  /** The clock. */
  readonly now: () => Date
  /** Makes an id for a record that comes without one. */
  readonly newId: () => string
  readonly recording: RecordingSettings
}
