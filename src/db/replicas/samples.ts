import type { LogPosition } from './position.ts'

/** The position of the primary at a time: everything that was committed before the time precedes the position. */
interface Sample {
  /** Monotonic time in milliseconds. */
  readonly at: number
  readonly position: LogPosition
}

/** Maximum number of positions that are remembered: half an hour of checks while data is recorded all the time. */
const maxSamples = 3600

/** Positions of the primary over time, from which the time as of which a replica is current is determined. */
export interface Samples {
  add(at: number, position: LogPosition): void
  /** The time of the newest position; undefined if there is none. */
  newest(): number | undefined
  /**
   * The time before which everything that was committed precedes a position; undefined if that is longer ago than the
   * oldest remembered position.
   */
  timeOf(position: LogPosition): number | undefined
  /** The time of the oldest remembered position. */
  oldest(): number | undefined
}

/** Creates an empty list of positions. */
export const makeSamples = (): Samples => {
  const samples: Sample[] = []
  return {
    add: (at, position) => {
      const last = samples.at(-1)
      if (last && at <= last.at) return
      // While nothing is written, the same position holds as of a later time.
      if (last?.position === position) samples.pop()
      samples.push({ at, position })
      if (samples.length > maxSamples) samples.shift()
    },
    newest: () => samples.at(-1)?.at,
    oldest: () => samples[0]?.at,
    timeOf: (position) => samples.findLast((sample) => sample.position <= position)?.at,
  }
}
