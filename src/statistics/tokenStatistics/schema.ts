import type { Db } from '../../db/client.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { builder } from '../../graphql/builder.ts'
import { sizesLists } from '../../graphql/costHints.ts'
import { monitoringFilterArg } from '../../graphql/monitoringFilter.ts'
import { once } from '../../shared/once.ts'
import { countBucketsAtMost, type TimeBucket as Unit } from '../../shared/timeBuckets.ts'
import { inTurns } from '../../shared/turns.ts'
import { findTokenSeries, findTokenTotals, maxBuckets, type SeriesOptions } from './queries.ts'
import { ModelTokenStatistics, TokenStatisticsSummary, TokenTimeBucket } from './types.ts'

const TimeBucket = builder.enumType('TimeBucket', {
  description: 'Length of the buckets of a time series. Buckets are aligned to the clock and calendar of a time zone.',
  values: {
    MINUTE: { value: 'minute', description: 'One minute.' },
    HOUR: {
      value: 'hour',
      description: 'One hour. When clocks are set back, the repeated hour has a bucket of its own.',
    },
    DAY: {
      value: 'day',
      description: 'One day, from midnight to midnight. Shorter or longer than 24 hours when clocks change.',
    },
    WEEK: { value: 'week', description: 'One week, starting on Monday.' },
    MONTH: { value: 'month', description: 'One calendar month.' },
  } satisfies Record<string, { value: Unit; description: string }>,
})

/** Statistics whose parts are computed if a field selects them. */
interface TokenStatistics {
  readonly unit: Unit
  readonly statistics: () => ReturnType<typeof findTokenTotals>
  readonly series: () => ReturnType<typeof findTokenSeries>
}

const makeStatistics = (prisma: Db, filter: MonitoringFilter, options: SeriesOptions): TokenStatistics => ({
  unit: options.unit,
  statistics: once(() => findTokenTotals(prisma, filter)),
  series: once(() => findTokenSeries(prisma, filter, options)),
})

const TokenStatisticsType = builder.objectRef<TokenStatistics>('TokenStatistics').implement({
  description: 'Token usage, cost and duration of LLM calls: in total, by model and over time.',
  fields: (t) => ({
    summary: t.field({
      type: TokenStatisticsSummary,
      description: 'Statistics of all calls.',
      resolve: async ({ statistics }) => (await statistics()).summary,
    }),
    byModel: t.field({
      type: [ModelTokenStatistics],
      description: 'Statistics of each model that was called, most tokens first, then by name.',
      resolve: async ({ statistics }) => (await statistics()).byModel,
    }),
    timeseries: t.field({
      type: [TokenTimeBucket],
      description:
        'Token usage over time, oldest bucket first. With `fillGaps`, the series covers the whole time window; if a bound of the window is absent, it starts at the first call or ends at the last call. At most 10,000 buckets; a query that would return more fails with BAD_USER_INPUT.',
      resolve: async ({ series }) => inTurns(await series()),
    }),
    bucket: t.field({
      type: TimeBucket,
      description: 'Length of the buckets in `timeseries`.',
      resolve: ({ unit }) => unit,
    }),
  }),
})

/** The arguments of the field that determine the number of its buckets. */
interface SeriesArgs {
  readonly filter?: MonitoringFilter | null
  readonly bucket?: Unit
}

/** Maximum number of buckets in the series of a window; the general limit if the window is open. */
const countBuckets = ({ filter, bucket }: SeriesArgs): number => {
  const { startTime, endTime } = filter ?? {}
  return bucket && startTime && endTime
    ? Math.min(countBucketsAtMost(bucket, startTime, endTime), maxBuckets)
    : maxBuckets
}

builder.queryField('tokenStatistics', (t) =>
  t.field({
    ...sizesLists((args) => ({ timeseries: countBuckets(args) })),
    type: TokenStatisticsType,
    description: 'Token usage, cost and duration of LLM calls.',
    args: {
      ...monitoringFilterArg(),
      bucket: t.arg({
        type: TimeBucket,
        required: true,
        defaultValue: 'hour',
        description: 'Length of the buckets in `timeseries`.',
      }),
      timeZone: t.arg({
        type: 'TimeZone',
        required: true,
        defaultValue: 'UTC',
        description: 'Time zone that the buckets in `timeseries` are aligned to, including daylight-saving time.',
      }),
      fillGaps: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Whether `timeseries` includes buckets without calls, with zeros.',
      }),
    },
    resolve: (_root, { filter, bucket: unit, timeZone, fillGaps }, { prisma }) =>
      makeStatistics(prisma, filter ?? {}, { unit, timeZone, fillGaps }),
  }),
)
