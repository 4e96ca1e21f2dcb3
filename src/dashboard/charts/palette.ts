const seriesColors = 8

/** The color of the series at an index. It differs between light and dark. */
export const seriesColor = (index: number): string => `var(--series-${(index % seriesColors) + 1})`

/** The color of what failed. */
export const failureColor = 'var(--series-6)'
