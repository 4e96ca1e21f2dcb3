/** Makes a function that computes its result with the first call and then returns it; a failure is not kept. */
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
