/** A quotient truncated to a whole number; 0 where there is nothing to divide by. */
export const divideWhole = (sum: number, count: number): number => (count === 0 ? 0 : Math.trunc(sum / count))

/** A number rounded to so many decimals. */
export const roundTo = (value: number, decimals: number): number => Number(value.toFixed(decimals))

/** A share of a whole in per cent with two decimals; `empty` where the whole is 0. */
export const percent = (part: number, whole: number, empty: number): number =>
  whole === 0 ? empty : roundTo((part / whole) * 100, 2)

/** A number within a range, both ends included. */
const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** A number as JSON can hold it: one that exceeds double precision is the largest finite number, with its sign. */
export const clampFinite = (value: number): number => clamp(value, -Number.MAX_VALUE, Number.MAX_VALUE)

/** A whole number of at most 2^53-1 in size: one that exceeds it is that number, with its sign. */
export const clampSafe = (value: number): number => clamp(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

/** A number as messages write it, with commas between thousands. */
export const formatNumber = (value: number): string => value.toLocaleString('en')
