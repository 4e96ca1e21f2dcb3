/**
 * Keys of PostgreSQL's advisory locks, all distinct. The first one is also used by Prisma's `migrate deploy`, so that
 * the two exclude each other.
 */
export const locks = {
  /** Applying migrations. */
  migrations: 72_707_369,
  /** Removing old data. */
  retention: 72_707_370,
  /** Folding or rebuilding rollups. */
  rollups: 72_707_371,
  /** The class of the locks on individual feedback. */
  feedback: 72_707_372,
  /** Creating API tokens. */
  tokens: 72_707_373,
  /** The class of the locks on transactions with live events. Triggers contain it, so it cannot change. */
  live: 72_707_374,
  /** Ending idle sessions. */
  sessions: 72_707_376,
  /** Copying from the followed database. */
  following: 72_707_377,
  /** Removing old live events. */
  livePruning: 72_707_375,
} as const
