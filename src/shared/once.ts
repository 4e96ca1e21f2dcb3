/** Creates a function that computes its result at the first call and caches it. A failure is not cached. */
export const once = <Result>(make: () => Promise<Result>): (() => Promise<Result>) => {
  let result: Promise<Result> | undefined
  return () => {
    if (result) return result
    const made = make()
    result = made
    made.catch(() => {
      if (result === made) result = undefined
    })
    return made
  }
}
