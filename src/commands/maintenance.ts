import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { pruneLock, pruneRows } from '../retention/prune.ts'
import { foldDeltas, foldInterval } from '../rollups/fold.ts'
import { endIdleSessions } from '../sessions/record.ts'
import { idleSince, retainedSince } from '../shared/recordingSettings.ts'

const minute = 60_000
const hour = 60 * minute

/** What maintenance works with. */
export interface MaintenanceOptions {
  readonly db: Database
  readonly logger: Logger
  readonly config: Pick<Config, 'recording' | 'retentionDays'>
  readonly now: () => Date
}

/** Ends the sessions that had no message for as long as the settings say. */
export const sweepSessions = async ({ db, logger, config, now }: MaintenanceOptions): Promise<void> => {
  const ended = await endIdleSessions(db, idleSince(config.recording, now()))
  if (ended > 0) logger.info({ ended }, 'ended idle sessions')
}

/** Removes data that is older than the settings say, unless another process does so at the moment. */
export const pruneOldData = async ({ db, logger, config, now }: MaintenanceOptions): Promise<void> => {
  const before = retainedSince(config.retentionDays, now())
  if (!before) return
  const age = { before, idleSince: idleSince(config.recording, now()) }
  const removed = await db.tryLock(pruneLock, (locked) => pruneRows(locked, age))
  if (removed) logger.info({ before, removed: Object.fromEntries(removed) }, 'removed old data')
}

/** Folds what writers left for the figures; figures are right at any time, and quick while few deltas wait. */
const foldRollups = async ({ db }: MaintenanceOptions): Promise<void> => {
  await foldDeltas(db)
}

/**
 * Does what is to be done again and again, at once and from then on; a failure is logged and tried again next time.
 * @returns a function that ends it.
 */
export const startMaintenance = (options: MaintenanceOptions): (() => Promise<void>) => {
  const running = new Set<Promise<void>>()
  const repeat = (work: (options: MaintenanceOptions) => Promise<void>, every: number) => {
    const run = () => {
      const done = work(options)
        .catch((error: unknown) => options.logger.error({ err: error }, 'maintenance failed'))
        .finally(() => running.delete(done))
      running.add(done)
    }
    run()
    return setInterval(run, every).unref()
  }
  const timers = [repeat(sweepSessions, minute), repeat(pruneOldData, hour), repeat(foldRollups, foldInterval)]
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}
