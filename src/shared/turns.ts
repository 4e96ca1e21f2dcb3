/** Limits how much work runs at the same time. */
export interface Turns {
  /** Runs work once fewer than the maximum are running, in the order of the calls. */
  take<Result>(work: () => Promise<Result>): Promise<Result>
}

/**
 * Creates a limit of concurrent work. It is fair: each caller that waits for one piece of work at a time has its turn.
 */
export const makeTurns = (max: number): Turns => {
  const waiting: (() => void)[] = []
  let running = 0
  const pass = () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return {
    take: async (work) => {
      if (running < max) running += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        pass()
      }
    },
  }
}
