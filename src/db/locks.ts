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
} as const
