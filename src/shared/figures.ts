/** A quotient cut off to a whole number; 0 where there is nothing to divide by. */
export const divideWhole = (sum: number, count: number): number => (count === 0 ? 0 : Math.trunc(sum / count))

/** A number rounded to so many decimals. */
export const roundTo = (value: number, decimals: number): number => Number(value.toFixed(decimals))

/** A share of a whole in per cent with two decimals; `empty` where the whole is 0. */
export const percent = (part: number, whole: number, empty: number): number =>
  whole === 0 ? empty : roundTo((part / whole) * 100, 2)
