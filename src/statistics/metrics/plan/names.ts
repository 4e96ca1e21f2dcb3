import type { StatisticName } from '../../../records/definition/metrics/distribution.ts'

/** Maximum number of bins of a histogram. */
export const maxBins = 200

/** Whether a value is a share, from 0 to 1. */
export const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

/** Whether a value is a permitted number of bins. */
export const isBinCount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 1 && value <= maxBins

/** The name of the column with a statistic of a distribution. */
export const statisticName = (measure: string, statistic: StatisticName): string => `${measure}.${statistic}`

/** The name of the column with a quantile of a distribution. */
export const quantileName = (measure: string, share: number): string => `${measure}.quantile(${share})`

/** The name of the column with a histogram of a distribution. */
export const histogramName = (measure: string, bins: number): string => `${measure}.histogram(${bins})`
