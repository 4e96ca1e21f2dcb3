/** The absolute difference of two times, since the clock may have been set back in between. */
export const distance = (a: Date, b: Date): number => Math.abs(a.getTime() - b.getTime())

/** Creates a check of whether something is due that happens at most once per interval of `ms` milliseconds. */
export const makeInterval = (ms: number): ((now: Date) => boolean) => {
  let last: Date | undefined
  return (now) => {
    if (last && distance(last, now) < ms) return false
    last = now
    return true
  }
}
