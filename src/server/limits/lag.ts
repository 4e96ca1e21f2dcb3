/** The lag of the event loop. */
export interface Lag {
  /** The lag of the latest turn, in milliseconds. */
  latestMs(): number
  /** The minimum lag of the latest turns, in milliseconds. A single stall does not affect it. */
  sustainedMs(): number
}

/** A clock and a timer, both of which tests replace. */
export interface LagClock {
  /** Monotonic time in milliseconds. */
  now(): number
  /** Calls a task at the given interval in milliseconds, or later if the event loop is busy. */
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

/** Measures the lag of the event loop with timers, which fire late while it is busy. */
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
