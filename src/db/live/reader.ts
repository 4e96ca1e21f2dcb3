import { setTimeout as sleep } from 'node:timers/promises'
import type { ExpectedError } from '../../shared/errors.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import type { Database } from '../database.ts'
import { makeExpiredError } from './cursor.ts'
import { type EventBatch, findHistory, findLatest, type Position, readEvents } from './events.ts'
import { liveChannel } from './tables.ts'
import { makeWaker } from './waker.ts'

/** Milliseconds between two reads. */
export const readIntervals = {
  /** At least, so that events that are recorded in quick succession are read together. */
  least: 10,
  /** While open transactions hold back events. */
  heldBack: 25,
  /** Without a notification, e.g. for rows that other programs insert. */
  most: 250,
} as const

/** Milliseconds between two reads after a failed one: initially, and at most. */
const retryDelays = { first: 100, most: 5000 } as const

/** Options of a reader. */
export interface ReaderOptions {
  readonly db: Database
  /** Whether there is anyone to read for. Otherwise the reader stops. */
  readonly isNeeded: () => boolean
  /** Delivers a batch. If it fails, the same batch is read and delivered again. */
  readonly deliver: (batch: EventBatch) => Promise<void>
  /** Called when events were lost: they had been removed, or the database was replaced. */
  readonly onGap: (error: ExpectedError) => void
  /** Called with the first of consecutive failures. Reading is retried. */
  readonly onFailure: (error: unknown) => void
}

/** Reads the live events of a process, while they are needed. */
export interface Reader {
  /** Starts reading with the events from now on, unless it has started. */
  ensureStarted(): Promise<void>
  /** The history of events that positions belong to. */
  history(): string
  /** Everything up to here has been delivered. */
  delivered(): Position
  /** Everything up to here has been read, and is delivered or about to be. */
  boundary(): Position
  /**
   * Seconds from the write of an event until it was read, of the latest read; while an open transaction holds back
   * events, their age; while reading fails, at least the time since it last succeeded.
   */
  lagSeconds(): number
  /** Reads new events immediately, or stops if it is no longer needed. */
  wake(): void
  /** Resolves once it has stopped. */
  untilStopped(): Promise<void>
}

/** Creates a reader. */
export const makeReader = ({ db, isNeeded, deliver, onGap, onFailure }: ReaderOptions): Reader => {
  let history = ''
  let delivered: Position = { seq: 0, index: 0 }
  let boundary = delivered
  let lag = 0
  let readAt = 0
  let isFailing = false
  let started: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()
  let isHistoryKnown = true
  const waker = makeWaker()

  const begin = async (): Promise<void> => {
    const current = await findHistory(db)
    const latest = await findLatest(db)
    history = current
    delivered = latest
    boundary = latest
    readAt = performance.now()
  }

  /** Begins again, and only then ends the subscriptions: those that begin meanwhile may have the earlier position. */
  const beginAgain = async (error: ExpectedError): Promise<void> => {
    await begin()
    onGap(error)
  }

  const checkHistory = async (): Promise<void> => {
    if ((await findHistory(db)) !== history)
      await beginAgain(makeExpiredError('The database was restored, replaced or failed over.'))
    isHistoryKnown = true
  }

  const readOnce = async (): Promise<void> => {
    if (!isHistoryKnown) await checkHistory()
    const startedAt = performance.now()
    const batch = await readEvents(db, delivered)
    readAt = performance.now()
    isFailing = false
    if (batch.hasGap) {
      await beginAgain(makeExpiredError('Events were removed before they could be delivered.'))
      await waker.wait(readIntervals.most)
      return
    }
    boundary = batch.end
    await deliver(batch)
    delivered = batch.end
    lag = batch.age
    if (batch.isFull || !isNeeded()) return
    await waker.wait(batch.isHeldBack ? readIntervals.heldBack : readIntervals.most)
    const rest = readIntervals.least - (performance.now() - startedAt)
    if (rest > 0 && isNeeded()) await sleep(rest)
  }

  const readWhileNeeded = async (): Promise<void> => {
    const listener = db.notifications?.listen(liveChannel, {
      onNotification: waker.wake,
      // The connection fails when the database is replaced, too. Notifications were missed.
      onConnected: () => {
        isHistoryKnown = false
        waker.wake()
      },
      onFailure,
    })
    let retryDelay: number = retryDelays.first
    while (isNeeded())
      try {
        await readOnce()
        retryDelay = retryDelays.first
      } catch (error) {
        isHistoryKnown = false
        isFailing = true
        if (retryDelay === retryDelays.first) onFailure(error)
        await waker.wait(retryDelay)
        retryDelay = Math.min(2 * retryDelay, retryDelays.most)
      }
    started = undefined
    await listener?.stop()
  }

  const start = async (): Promise<void> => {
    await begin()
    running = readWhileNeeded()
  }

  return {
    ensureStarted: async () => {
      started ??= runOutsideScope(start)
      const current = started
      await current.catch((error: unknown) => {
        if (started === current) started = undefined
        throw error
      })
    },
    history: () => history,
    delivered: () => delivered,
    boundary: () => boundary,
    lagSeconds: () => lag + (isFailing ? (performance.now() - readAt) / 1000 : 0),
    wake: waker.wake,
    untilStopped: async () => {
      await started?.catch(() => undefined)
      await running
    },
  }
}
