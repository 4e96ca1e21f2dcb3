/** The value below which such a share of the values lies; 0 of none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** The value in the middle; 0 of none. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** A figure with one decimal. */
export const round = (value: number): number => Math.round(value * 10) / 10
