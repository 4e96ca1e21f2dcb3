import { expect } from 'vitest'

/** The names of percentiles in the documents of tests. */
const percentile = /^(p\d\d|q\d?)$/
/** The largest relative error, with a margin for the rounding of double-precision numbers. */
const maxError = 0.01 * (1 + 1e-12)

/**
 * Asserts that metrics equal exact ones, apart from percentiles beside `exact: false`, which differ from the exact ones by at
 * most one percent.
 * @returns the number of estimates.
 */
export const expectClose = (actual: unknown, exact: unknown, where: string): number => {
  if (typeof actual !== 'object' || actual === null || typeof exact !== 'object' || exact === null) {
    expect(actual, where).toEqual(exact)
    return 0
  }
  expect(Object.keys(actual), where).toEqual(Object.keys(exact))
  const areEstimated = 'exact' in actual && actual.exact === false
  let estimates = 0
  for (const [name, value] of Object.entries(actual)) {
    const right: unknown = (exact as Record<string, unknown>)[name]
    const path = `${where}.${name}`
    if (areEstimated && percentile.test(name) && typeof right === 'number') {
      expect(Math.abs(Number(value) - right), path).toBeLessThanOrEqual(maxError * Math.abs(right))
      estimates += 1
    } else if (name !== 'exact' || !areEstimated) estimates += expectClose(value, right, path)
  }
  return estimates
}
