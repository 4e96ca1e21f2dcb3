/** Divides and truncates to a whole number; 0 if the divisor is 0. */
export const divideWhole = (sum: number, count: number): number => (count === 0 ? 0 : Math.trunc(sum / count))

/** Rounds a number to the given number of decimals. */
export const roundTo = (value: number, decimals: number): number => Number(value.toFixed(decimals))

/** A percentage with two decimals; `empty` if the whole is 0. */
export const percent = (part: number, whole: number, empty: number): number =>
  whole === 0 ? empty : roundTo((part / whole) * 100, 2)

/** Limits a number to a range, both ends included. */
const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** Limits a number to the range of finite numbers, since JSON has no infinite ones. */
export const clampFinite = (value: number): number => clamp(value, -Number.MAX_VALUE, Number.MAX_VALUE)

/** Limits a whole number to the range of safe integers, ±(2^53-1). */
export const clampSafe = (value: number): number => clamp(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

/** Formats a number for messages, with commas between thousands. */
export const formatNumber = (value: number): string => value.toLocaleString('en')
