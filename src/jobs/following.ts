import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { locks } from '../db/locks.ts'
import { readAddress } from '../import/langbot/address.ts'
import { describeCounts } from '../import/langbot/copyAll.ts'
import { followSource } from '../import/langbot/follow.ts'
import { reportOnce } from '../import/langbot/reportOnce.ts'

/**
 * Follows the configured LangBot database while the server runs; does nothing if none is configured.
 * @returns a function that stops it.
 */
export const startFollowing = ({
  db,
  logger,
  config: { followFrom, recording, retentionDays },
}: {
  readonly db: Database
  readonly logger: Logger
  readonly config: Pick<Config, 'followFrom' | 'recording' | 'retentionDays'>
}): (() => Promise<void>) => {
  if (followFrom === undefined) return async () => undefined
  const stopped = new AbortController()
  const done = followSource({
    prisma: db.prisma,
    recording,
    retentionDays,
    now: () => new Date(),
    address: readAddress(followFrom),
    signal: stopped.signal,
    exclusively: (copy) => db.tryLock(locks.following, copy),
    onBadRow: reportOnce((table, id, reason) =>
      logger.warn({ table, id, reason }, 'skipped an invalid row of the followed database'),
    ),
    onCopied: (counts) => {
      const copied = describeCounts(counts)
      if (copied !== '') logger.info({ copied }, 'copied from the followed database')
    },
    onFailure: (error) => logger.error({ err: error }, 'following failed and will be retried'),
  })
  return async () => {
    stopped.abort()
    await done
  }
}
