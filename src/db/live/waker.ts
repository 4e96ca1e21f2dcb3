/** A timer that can be woken up. */
export interface Waker {
  /** Ends the current wait, or the next one if there is none. */
  wake(): void
  /** Waits for a number of milliseconds, or until it is woken up. */
  wait(ms: number): Promise<void>
}

/** Creates a waker. */
export const makeWaker = (): Waker => {
  let isAwake = false
  let finish: (() => void) | undefined
  return {
    wake: () => {
      isAwake = true
      finish?.()
    },
    wait: async (ms) => {
      if (!isAwake)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          finish = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      finish = undefined
      isAwake = false
    },
  }
}
