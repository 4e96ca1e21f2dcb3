import { tryAgain } from '../../shared/errors.ts'

/** Counts what runs at once, of each caller. */
export interface ConcurrencyLimiter {
  /**
   * Takes one of the caller's places.
   * @returns what gives it back; more calls than one change nothing.
   * @throws RATE_LIMITED where all places are taken.
   */
  acquire(caller: string): () => void
  /** How many run now, of all callers. */
  running(): number
}

/** Makes a limit of what one caller may run at once, such as exports. */
export const makeConcurrencyLimiter = (what: string, max: number): ConcurrencyLimiter => {
  const counts = new Map<string, number>()
  return {
    acquire: (caller) => {
      const count = counts.get(caller) ?? 0
      if (count >= max)
        throw tryAgain(
          'RATE_LIMITED',
          `You have ${count} running ${what}: at most ${max} concurrent ${what} are allowed.`,
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
