/** The distance of two times, in either direction: the clock may have been set back in between. */
export const distance = (a: Date, b: Date): number => Math.abs(a.getTime() - b.getTime())

/** Makes what says whether something is due that happens at most once in an interval of milliseconds. */
export const makeInterval = (ms: number): ((now: Date) => boolean) => {
  let last: Date | undefined
  return (now) => {
    if (last && distance(last, now) < ms) return false
    last = now
    return true
  }
}
