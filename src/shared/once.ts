/** A function that makes its result with the first call and gives the same one ever after. */
export const once = <Result>(make: () => Promise<Result>): (() => Promise<Result>) => {
  let result: Promise<Result> | undefined
  return () => {
    result ??= make()
    return result
  }
}
