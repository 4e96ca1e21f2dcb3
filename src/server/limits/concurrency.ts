import { tryAgain } from '../../shared/errors.ts'
import type { Limit } from './shape.ts'

/** Limits the concurrent work of each caller. */
export interface ConcurrencyLimiter {
  /**
   * Acquires one of the caller's slots.
   * @returns a function that releases it. Further calls have no effect.
   * @throws RATE_LIMITED if no slot is free.
   */
  acquire(caller: string): () => void
  /** The number of slots in use, of all callers. */
  running(): number
}

/** Creates a limit of the concurrent work of each caller, e.g. of exports. */
export const makeConcurrencyLimiter = (what: string, { max, setting }: Limit): ConcurrencyLimiter => {
  const counts = new Map<string, number>()
  return {
    acquire: (caller) => {
      const count = counts.get(caller) ?? 0
      if (count >= max)
        throw tryAgain(
          'RATE_LIMITED',
          `You have ${count} running ${what}: at most ${max} concurrent ${what} are allowed (${setting}). Wait until one has ended.`,
          5,
        )
      counts.set(caller, count + 1)
      let held = true
      return () => {
        if (!held) return
        held = false
        const left = (counts.get(caller) ?? 1) - 1
        if (left === 0) counts.delete(caller)
        else counts.set(caller, left)
      }
    },
    running: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  }
}
