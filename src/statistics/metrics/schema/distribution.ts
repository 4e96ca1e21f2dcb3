import { builder } from '../../../graphql/builder.ts'
import { sizesLists } from '../../../graphql/costHints.ts'
import { distributionStatistics, type StatisticName } from '../../../records/definition/metrics/distribution.ts'
import { badInput } from '../../../shared/errors.ts'
import { distributionType } from '../plan/measures.ts'
import { histogramName, isBinCount, isShare, maxBins, quantileName, statisticName } from '../plan/names.ts'
import { estimatedName, type Values } from '../read/metricsQuery.ts'

/** A distribution: the name of its measure, and the values of its group. */
export interface Distribution {
  readonly name: string
  readonly values: Values
}

/** A bin of a histogram. */
interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

const HistogramBin = builder.objectRef<Bin>('HistogramBin').implement({
  description: 'A bin of a histogram.',
  fields: (t) => ({
    from: t.expose('from', { type: 'SafeInt', description: 'Lower bound in milliseconds, inclusive.' }),
    to: t.expose('to', { type: 'SafeInt', description: 'Upper bound in milliseconds, exclusive.' }),
    count: t.expose('count', { type: 'SafeInt', description: 'Number of values in the bin.' }),
  }),
})

/** Reads a number that is null where there are no rows. */
export const readFloat = (values: Values, name: string): number | null => {
  const value = values[name]
  return typeof value === 'number' ? value : null
}

/** A histogram as the database returns it. */
interface StoredHistogram {
  readonly from: number
  readonly width: number
  readonly counts: Readonly<Record<string, number>>
}

/** All bins from that of the smallest to that of the largest value, including empty ones. */
const readBins = (stored: StoredHistogram | null | undefined): Bin[] => {
  if (!stored) return []
  const { from, width, counts } = stored
  const last = Math.max(...Object.keys(counts).map(Number))
  return Array.from({ length: last + 1 }, (_, index) => ({
    from: from + index * width,
    to: from + (index + 1) * width,
    count: counts[index] ?? 0,
  }))
}

const countBins = ({ bins }: Readonly<Record<string, unknown>>): number => (isBinCount(bins) ? bins : maxBins)

/** The distribution of durations, as a GraphQL type. */
export const DurationMetrics = builder.objectRef<Distribution>(distributionType).implement({
  description: 'Distribution of durations in milliseconds. Only selected fields are computed.',
  fields: (t) => ({
    ...Object.fromEntries(
      Object.entries(distributionStatistics).map(([statistic, { description }]) => [
        statistic,
        t.float({
          nullable: true,
          description: `${description} In milliseconds. Null if there are no values.`,
          resolve: ({ name, values }) => readFloat(values, statisticName(name, statistic as StatisticName)),
        }),
      ]),
    ),
    quantile: t.float({
      nullable: true,
      description:
        'The `p`-quantile, interpolated linearly between adjacent values like `percentile_cont` of PostgreSQL. In milliseconds. Null if there are no values.',
      args: {
        p: t.arg.float({
          required: true,
          description: 'Fraction from 0 to 1, e.g. 0.99 for the 99th percentile. Any other value is an error.',
        }),
      },
      resolve: ({ name, values }, { p }) => {
        if (!isShare(p)) throw badInput(`p must be from 0 to 1, not ${p}`)
        return readFloat(values, quantileName(name, p))
      },
    }),
    histogram: t.field({
      ...sizesLists((args) => ({ histogram: countBins(args) })),
      type: [HistogramBin],
      description:
        'Histogram: the number of values in bins of equal width, from the smallest to the largest value, including empty bins. The width is a whole number of milliseconds. Empty if there are no values.',
      args: {
        bins: t.arg.int({
          required: true,
          defaultValue: 20,
          description: `Maximum number of bins. There are fewer if the values span fewer milliseconds. 1 to ${maxBins}.`,
        }),
      },
      resolve: ({ name, values }, { bins }) => {
        if (!isBinCount(bins)) throw badInput(`bins must be from 1 to ${maxBins}, not ${bins}`)
        return readBins(values[histogramName(name, bins)] as StoredHistogram | null | undefined)
      },
    }),
    exact: t.boolean({
      description:
        'Whether the percentiles, i.e. `p50`, `p90`, `p95`, `p99` and `quantile`, are exact. Otherwise each of them is an estimate that differs from the exact percentile by at most 1 percent of its value. The argument `exact` of the metrics field determines when percentiles are estimated. All other fields are always exact.',
      resolve: ({ values }) => values[estimatedName] !== true,
    }),
  }),
})
