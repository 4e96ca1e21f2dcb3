import { randomInt } from 'node:crypto'
import { v7 } from 'uuid'

/** The initial value that ids of one millisecond count up from: small enough that it never overflows. */
const firstSequence = () => randomInt(2 ** 31)

/**
 * Creates a generator of UUIDv7 ids based on a clock, so that they sort by time. Ids of the same millisecond, or of a
 * clock that was set back, still sort in the order of their creation.
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
