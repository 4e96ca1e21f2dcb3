import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import { idleSince, retainedSince } from '../config/recording.ts'
import type { Database } from '../db/database.ts'
import { analyzeGrown } from '../db/embedded/analyze.ts'
import { explainDatabaseFailure } from '../db/failures.ts'
import { pruneEvents } from '../db/live/events.ts'
import { locks } from '../db/locks.ts'
import { foldDeltas, foldInterval } from '../db/rollups/fold.ts'
import { rollups } from '../records/rollups.ts'
import { endIdleSessions } from '../records/sessions/endIdle.ts'
import { day, hour, minute } from '../shared/duration.ts'
import { pruneRows } from './retention.ts'

/** Options of maintenance. */
export interface MaintenanceOptions {
  readonly db: Database
  readonly logger: Logger
  readonly config: Pick<Config, 'recording' | 'retentionDays' | 'live'>
  readonly now: () => Date
  /** Stops a task between two batches. The remaining work is left to the next run. */
  readonly signal?: AbortSignal
}

/** The system clock, which may be set, and monotonic time in milliseconds. */
export interface Clocks {
  readonly now: () => Date
  readonly elapsed: () => number
}

/** Milliseconds by which the clock may be ahead of monotonic time between two runs and still be trusted. */
const trustedJump = day

/**
 * Creates the check of whether the clock jumped ahead of monotonic time since the previous check. According to such a
 * clock, current data may seem old. A jump that persists is trusted at the next check.
 */
export const watchClock = ({ now, elapsed }: Clocks): (() => number) => {
  let last: { readonly clock: number; readonly elapsed: number } | undefined
  return () => {
    const current = { clock: now().getTime(), elapsed: elapsed() }
    const jump = last ? current.clock - last.clock - (current.elapsed - last.elapsed) : 0
    last = current
    return jump > trustedJump ? jump : 0
  }
}

/**
 * Ends the sessions that have been idle for the configured time, unless another process is doing so.
 * @returns false if another process is doing so.
 */
export const sweepSessions = async ({ db, logger, config, now }: MaintenanceOptions): Promise<boolean> => {
  const ended = await db.tryLock(locks.sessions, () => endIdleSessions(db.prisma, idleSince(config.recording, now())))
  if (ended) logger.info({ ended }, 'ended idle sessions')
  return ended !== undefined
}

/**
 * Removes data that is older than configured, unless another process is doing so or the clock has just
 * jumped ahead.
 * @param jump milliseconds of the jump; 0 for none.
 * @returns false if another process is doing so.
 */
export const pruneOldData = async (
  { db, logger, config, now, signal }: MaintenanceOptions,
  jump = 0,
): Promise<boolean> => {
  const before = retainedSince(config.retentionDays, now())
  if (!before) return true
  if (jump > 0) {
    logger.warn(
      { days: Math.round(jump / day) },
      'the system clock jumped ahead: retention is postponed to the next run',
    )
    return true
  }
  const age = { before, idleSince: idleSince(config.recording, now()) }
  const removed = await db.tryLock(locks.retention, () => pruneRows(db.prisma, age, undefined, signal))
  if (removed) logger.info({ before, removed: Object.fromEntries(removed) }, 'removed old data')
  return removed !== undefined
}

/** Folds pending deltas into the rollups; statistics are correct at any time, and fast while few deltas are pending. */
const foldRollups = async ({ db, signal }: MaintenanceOptions): Promise<boolean> => {
  await foldDeltas(db, rollups, signal)
  return true
}

/** Removes live events that are older than configured, unless another process is doing so. */
const pruneLiveEvents = async ({ db, config: { live }, signal }: MaintenanceOptions): Promise<boolean> => {
  await db.tryLock(locks.livePruning, (locked) => pruneEvents(locked, live.retentionMinutes * 60, signal))
  return true
}

/** Collects statistics for the planner of the embedded database. */
const analyzeTables = async ({ db }: MaintenanceOptions): Promise<boolean> => {
  await analyzeGrown(db)
  return true
}

/**
 * Milliseconds until a task that another process is running is tried again, in case that process ends before the task
 * is done.
 */
const handOverDelay = 5000

/**
 * Runs each maintenance task at its interval. A run is skipped while the previous run of the same task is still in
 * progress. While another process is running the task, or the database is unavailable, it is tried again every few
 * seconds. A failure is logged, except for those of consecutive retries; after any other failure, the task runs again
 * at its next time.
 * @returns a function that stops maintenance.
 */
export const startMaintenance = (options: MaintenanceOptions & Clocks): (() => Promise<void>) => {
  const running = new Set<Promise<void>>()
  const stopped = new AbortController()
  const repeat = (work: () => Promise<boolean>, every: number): (() => void) => {
    let isRunning = false
    let isFailing = false
    let retryTimer: NodeJS.Timeout | undefined
    const retry = () => {
      if (stopped.signal.aborted) return
      retryTimer ??= setTimeout(() => {
        retryTimer = undefined
        run(true)
      }, handOverDelay).unref()
    }
    const fail = (error: unknown, isRetry: boolean) => {
      if (!isRetry || !isFailing) options.logger.error({ err: error }, 'maintenance failed')
      isFailing = true
      if (explainDatabaseFailure(error)?.code === 'SERVICE_UNAVAILABLE') retry()
    }
    const run = (isRetry: boolean) => {
      if (isRunning || stopped.signal.aborted) return
      isRunning = true
      const done = work()
        .then((isDone) => {
          isFailing = false
          if (!isDone) retry()
        })
        .catch((error: unknown) => fail(error, isRetry))
        .finally(() => {
          isRunning = false
          running.delete(done)
        })
      running.add(done)
    }
    run(false)
    const timer = setInterval(() => run(false), every).unref()
    return () => {
      clearInterval(timer)
      clearTimeout(retryTimer)
    }
  }
  const findJump = watchClock(options)
  const tasks = { ...options, signal: stopped.signal }
  const stops = [
    repeat(() => sweepSessions(tasks), minute),
    repeat(() => pruneOldData(tasks, findJump()), hour),
    repeat(() => foldRollups(tasks), foldInterval),
    repeat(() => pruneLiveEvents(tasks), minute),
    repeat(() => analyzeTables(tasks), minute),
  ]
  return async () => {
    stopped.abort()
    for (const stop of stops) stop()
    await Promise.all(running)
  }
}
