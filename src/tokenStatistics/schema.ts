import type { Database } from '../db/database.ts'
import type { MonitoringFilter } from '../db/monitoringRules.ts'
import { builder } from '../graphql/builder.ts'
import { sizesLists } from '../graphql/costHints.ts'
import { monitoringFilterArg } from '../graphql/monitoringFilter.ts'
import { once } from '../shared/once.ts'
import { countBucketsAtMost, type TimeBucket as Unit } from '../shared/timeBuckets.ts'
import { inTurns } from '../shared/turns.ts'
import { findTokenFigures, findTokenSeries, maxBuckets, type SeriesOptions } from './queries.ts'
import { ModelTokenStatistics, TokenStatisticsSummary, TokenTimeBucket } from './types.ts'

const TimeBucket = builder.enumType('TimeBucket', {
  description: 'The lengths of time that a series is cut into, by the clock and calendar of its time zone.',
  values: {
    MINUTE: { value: 'minute', description: 'Minutes.' },
    HOUR: { value: 'hour', description: 'Hours; where the clocks go back, the hour before and after are two.' },
    DAY: { value: 'day', description: 'Days from midnight to midnight: 23 or 25 hours where the clocks change.' },
    WEEK: { value: 'week', description: 'Weeks, which start on Monday.' },
    MONTH: { value: 'month', description: 'Calendar months.' },
  } satisfies Record<string, { value: Unit; description: string }>,
})

/** Statistics whose parts are computed when a field asks for them. */
interface TokenStatistics {
  readonly unit: Unit
  readonly figures: () => ReturnType<typeof findTokenFigures>
  readonly series: () => ReturnType<typeof findTokenSeries>
}

const makeStatistics = (db: Database, filter: MonitoringFilter, options: SeriesOptions): TokenStatistics => ({
  unit: options.unit,
  figures: once(() => findTokenFigures(db, filter)),
  series: once(() => findTokenSeries(db, filter, options)),
})

const TokenStatisticsType = builder.objectRef<TokenStatistics>('TokenStatistics').implement({
  description: 'What LLM calls used and cost: in all, by model, and over time.',
  fields: (t) => ({
    summary: t.field({
      type: TokenStatisticsSummary,
      description: 'Figures of all calls.',
      resolve: async ({ figures }) => (await figures()).summary,
    }),
    byModel: t.field({
      type: [ModelTokenStatistics],
      description: 'Figures of each model that was called, the one with the most tokens first, then by name.',
      resolve: async ({ figures }) => (await figures()).byModel,
    }),
    timeseries: t.field({
      type: [TokenTimeBucket],
      description:
        'Sums over time, the oldest first. With `fillGaps` from the start of the window to its end or, where it is open, from the first call to the last. At most 10,000 buckets: more are an error.',
      resolve: async ({ series }) => inTurns(await series()),
    }),
    bucket: t.field({
      type: TimeBucket,
      description: 'The length of time that the series is cut into.',
      resolve: ({ unit }) => unit,
    }),
  }),
})

/** The arguments of the field, as far as the number of its buckets depends on them. */
interface SeriesArgs {
  readonly filter?: MonitoringFilter | null
  readonly bucket?: Unit
}

/** The most buckets that the series of a window can have; of a half-open one, that is the limit. */
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
    description: 'Tokens, cost and time of LLM calls.',
    args: {
      ...monitoringFilterArg(),
      bucket: t.arg({
        type: TimeBucket,
        required: true,
        defaultValue: 'hour',
        description: 'The length of time to cut the series into.',
      }),
      timeZone: t.arg({
        type: 'TimeZone',
        required: true,
        defaultValue: 'UTC',
        description: 'The zone by whose clock to cut the series, with its daylight-saving time.',
      }),
      fillGaps: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Whether buckets without calls are in the series, with zeros.',
      }),
    },
    resolve: (_root, { filter, bucket: unit, timeZone, fillGaps }, { db }) =>
      makeStatistics(db, filter ?? {}, { unit, timeZone, fillGaps }),
  }),
)
