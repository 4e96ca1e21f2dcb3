import { randomInt } from 'node:crypto'
import { v7 } from 'uuid'

/** The random part that ids of one millisecond count on from: far enough from its end for any number of them. */
const firstSequence = () => randomInt(2 ** 31)

/**
 * Makes a source of ids: UUIDv7, by a clock, so that they sort by time. Ids of the same millisecond, and of a clock
 * that went back, still come in the order in which they were made.
 */
export const makeIdSource = (now: () => Date): (() => string) => {
  let msecs = 0
  let seq = firstSequence()
  return () => {
    const time = now().getTime()
    seq = time > msecs ? firstSequence() : seq + 1
    msecs = Math.max(time, msecs)
    return v7({ msecs, seq })
  }
}
