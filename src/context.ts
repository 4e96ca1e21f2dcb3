import type { Database } from './db/database.ts'

/** What every resolver gets: made anew for each request. */
export interface Context {
  readonly db: Database
  /** Names the request in answers and in the log. */
  readonly requestId: string
}
