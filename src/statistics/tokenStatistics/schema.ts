import type { Db } from '../../db/client.ts'
import { type FilterArgs, type ResolvedFilter, resolveFilter } from '../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { builder } from '../../graphql/builder.ts'
import { sizesLists } from '../../graphql/costHints.ts'
import { monitoringFilterArgs } from '../../graphql/filterArgs.ts'
import { windowField } from '../../graphql/resolvedWindow.ts'
import { selectedFields } from '../../graphql/selection.ts'
import { TimeBucket } from '../../graphql/timeBucket.ts'
import { maxBuckets } from '../../shared/bucketLimit.ts'
import { once } from '../../shared/once.ts'
import { countBucketsAtMost, type TimeBucket as Unit } from '../../shared/timeBuckets.ts'
import { inSlices } from '../../shared/timeSlices.ts'
import type { ResolvedWindow } from '../../shared/timeWindow.ts'
import { findTokenSeries, findTokenTotals, type SeriesOptions } from './queries.ts'
import { ModelTokenStatistics, TokenStatisticsSummary, TokenTimeBucket } from './types.ts'

/** Statistics whose parts are computed if a field selects them. */
interface TokenStatistics {
  readonly window: ResolvedWindow
  readonly unit: Unit
  readonly statistics: () => ReturnType<typeof findTokenTotals>
  /** The series, with the numbers of failed calls if they are selected. */
  readonly series: (countsFailures: boolean) => ReturnType<typeof findTokenSeries>
}

const makeStatistics = (
  prisma: Db,
  { filter, window }: ResolvedFilter<MonitoringFields>,
  options: Omit<SeriesOptions, 'byStatus'>,
): TokenStatistics => {
  const findSeries = (byStatus: boolean) => once(() => findTokenSeries(prisma, filter, { ...options, byStatus }))
  const [withFailures, withoutFailures] = [findSeries(true), findSeries(false)]
  return {
    window,
    unit: options.unit,
    statistics: once(() => findTokenTotals(prisma, filter)),
    series: (countsFailures) => (countsFailures ? withFailures() : withoutFailures()),
  }
}

/** The fields of a bucket that count calls by status. */
const failureFields = ['errorCalls', 'failedCalls']

const TokenStatisticsType = builder.objectRef<TokenStatistics>('TokenStatistics').implement({
  description: 'Token usage, cost and duration of LLM calls: in total, by model and over time.',
  fields: (t) => ({
    summary: t.field({
      type: TokenStatisticsSummary,
      description: 'Statistics of all matching calls.',
      resolve: async ({ statistics }) => (await statistics()).summary,
    }),
    byModel: t.field({
      type: [ModelTokenStatistics],
      description:
        'Statistics of each model with matching calls, without a limit. Most tokens first; ties are sorted by name in ascending byte order.',
      resolve: async ({ statistics }) => (await statistics()).byModel,
    }),
    timeseries: t.field({
      type: [TokenTimeBucket],
      description:
        'Token usage over time, oldest bucket first. With `fillGaps`, the series covers the whole time window; if a bound of the window is absent, it starts at the first call or ends at the last call. At most 10,000 buckets; a query that would return more fails with BAD_USER_INPUT.',
      resolve: async ({ series }, _args, context, info) => {
        const fields = selectedFields(context, info, 'TokenTimeBucket')
        return inSlices(await series(failureFields.some((field) => fields.includes(field))))
      },
    }),
    bucket: t.field({
      type: TimeBucket,
      description: 'Length of the buckets in `timeseries`.',
      resolve: ({ unit }) => unit,
    }),
    window: t.expose('window', windowField),
  }),
})

/** The arguments of the field that determine the number of its buckets. */
interface SeriesArgs extends FilterArgs<MonitoringFields> {
  readonly bucket?: Unit
}

/** Maximum number of buckets in the series of a window; the general limit if the window is open. */
const countBuckets = ({ bucket, ...args }: SeriesArgs, now: Date): number => {
  const { startTime, endTime } = resolveFilter(args, now).window
  return bucket && startTime && endTime
    ? Math.min(countBucketsAtMost(bucket, startTime, endTime), maxBuckets)
    : maxBuckets
}

builder.queryField('tokenStatistics', (t) =>
  t.field({
    ...sizesLists((args, now) => ({ timeseries: countBuckets(args, now) })),
    type: TokenStatisticsType,
    description: 'Token usage, cost and duration of LLM calls.',
    args: {
      ...monitoringFilterArgs(),
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
        description:
          'Time zone that the buckets in `timeseries` are aligned to, including daylight-saving time. Also the default time zone of `filter` and `scope`, whose own time zones do not affect buckets.',
      }),
      fillGaps: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Whether `timeseries` includes buckets without calls, with zeros.',
      }),
    },
    resolve: (_root, { bucket: unit, fillGaps, ...args }, { prisma, now }) =>
      makeStatistics(prisma, resolveFilter(args, now()), { unit, timeZone: args.timeZone, fillGaps }),
  }),
)
