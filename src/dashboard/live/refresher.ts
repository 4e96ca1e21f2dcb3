import type { LiveRecord } from './liveEvents.ts'

/** Milliseconds that an event waits for others, which are often recorded together with it. */
const gatheringTime = 250
/** Milliseconds from the start of one refresh to that of the next one at least. */
const minInterval = 2000

/** Refreshes data with the records of which there were events. The refresh ends when the promise is settled. */
export type Refresh = (records: readonly LiveRecord[]) => Promise<unknown> | undefined

/** Refreshes what is shown because of events: one refresh at a time, and not too often. */
export interface Refresher {
  /** Adds a refresh. Returns a function that removes it. */
  readonly add: (refresh: Refresh) => () => void
  /** Notes an event, of a record if it is known. */
  readonly note: (record?: LiveRecord) => void
  /** The number of events that were noted. What was requested when it was the same lacks none of them. */
  readonly count: () => number
  /** Forgets the records of events, which belong to another view now. A refresh that is due remains due. */
  readonly forget: () => void
  /** Holds refreshes back until the end of the pause. */
  readonly pause: (isPaused: boolean) => void
}

/** Creates the refresher of the page. */
export const makeRefresher = (): Refresher => {
  const refreshes = new Set<Refresh>()
  const records = new Map<string, LiveRecord>()
  let noted = 0
  let isDirty = false
  let isPaused = false
  let isRunning = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let startedAt = Number.NEGATIVE_INFINITY

  const run = async () => {
    timer = undefined
    isRunning = true
    isDirty = false
    startedAt = performance.now()
    const given = [...records.values()]
    records.clear()
    await Promise.allSettled([...refreshes].map((refresh) => refresh(given)))
    isRunning = false
    schedule()
  }
  const schedule = () => {
    if (!isDirty || isPaused || isRunning || timer !== undefined) return
    timer = setTimeout(run, Math.max(gatheringTime, startedAt + minInterval - performance.now()))
  }
  return {
    add: (refresh) => {
      refreshes.add(refresh)
      return () => refreshes.delete(refresh)
    },
    note: (record) => {
      if (record) records.set(record.id, record)
      noted += 1
      isDirty = true
      schedule()
    },
    count: () => noted,
    forget: () => records.clear(),
    pause: (pause) => {
      isPaused = pause
      clearTimeout(timer)
      timer = undefined
      schedule()
    },
  }
}
