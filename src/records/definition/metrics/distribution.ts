import type { Sql } from 'sql-template-tag'
import type { Aggregates } from './aggregates.ts'
import { type DistributionMeasure, quotientSql } from './measures.ts'

/** A statistic of a distribution. */
interface Statistic {
  readonly description: string
  readonly select: (rows: Aggregates, measure: Pick<DistributionMeasure, 'value' | 'known'>) => Sql
}

const percentile = (share: number): Statistic => ({
  description: `${share * 100}th percentile, interpolated linearly between adjacent values.`,
  select: (rows, { value }) => rows.percentile(value, share),
})

/** The statistics of a distribution, by field name. */
export const distributionStatistics = {
  avg: {
    description: 'Average, rounded to 2 decimal places.',
    select: (rows, { value, known }) => quotientSql(rows.sum(value), rows.count(known), 2),
  },
  min: { description: 'Smallest value.', select: (rows, { value }) => rows.least(value) },
  max: { description: 'Largest value.', select: (rows, { value }) => rows.greatest(value) },
  p50: {
    description: 'Median (50th percentile), interpolated linearly between adjacent values.',
    select: (rows, { value }) => rows.percentile(value, 0.5),
  },
  p90: percentile(0.9),
  p95: percentile(0.95),
  p99: percentile(0.99),
} as const satisfies Readonly<Record<string, Statistic>>

/** The name of a statistic of a distribution. */
export type StatisticName = keyof typeof distributionStatistics
