/** How late the event loop runs. */
export interface Lag {
  /** Milliseconds that the last turn was late. */
  latestMs(): number
  /** Milliseconds that every one of the last turns was late: a single stall does not count. */
  sustainedMs(): number
}

/** A clock, and what calls a task again and again; both are replaced in tests. */
export interface LagClock {
  /** Milliseconds that only grow. */
  now(): number
  /** Calls a task every so many milliseconds, or later where the event loop is busy. */
  every(ms: number, task: () => void): void
}

/** The clock of this process. */
const processClock: LagClock = {
  now: () => performance.now(),
  every: (ms, task) => {
    setInterval(task, ms).unref()
  },
}

/** Milliseconds between two samples. */
export const sampleMs = 50

/** Measures how late the event loop runs, by timers that fire late while it is busy. */
export const measureLag = ({ now, every }: LagClock = processClock): Lag => {
  let due = now() + sampleMs
  let latest = 0
  let previous = 0
  every(sampleMs, () => {
    const time = now()
    previous = latest
    latest = Math.max(0, time - due)
    due = time + sampleMs
  })
  return { latestMs: () => latest, sustainedMs: () => Math.min(latest, previous) }
}
