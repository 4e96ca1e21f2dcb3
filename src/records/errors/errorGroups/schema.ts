import { type FilterArgs, resolveFilter } from '../../../db/sql/givenFilter.ts'
import { builder } from '../../../graphql/builder.ts'
import { sizesLists } from '../../../graphql/costHints.ts'
import { filterArgs } from '../../../graphql/filterArgs.ts'
import { defineOrder } from '../../../graphql/orderInput.ts'
import { checkPageSize, defaultPageSize, maxPageSize } from '../../../graphql/paging.ts'
import { selectedFields } from '../../../graphql/selection.ts'
import { TimeBucket } from '../../../graphql/timeBucket.ts'
import { maxBuckets } from '../../../shared/bucketLimit.ts'
import { once } from '../../../shared/once.ts'
import { countBucketsAtMost, type TimeBucket as Unit } from '../../../shared/timeBuckets.ts'
import { ErrorFilter } from '../schema.ts'
import type { ErrorFields } from '../source.ts'
import { findErrorGroups } from './groups.ts'
import { findErrorSeries } from './series.ts'
import type { DistinctCount } from './sql.ts'
import { ErrorGroupsType } from './types.ts'

const ErrorGroupOrder = defineOrder(
  'ErrorGroupOrder',
  {
    COUNT: 'Number of matching errors.',
    LAST_SEEN: 'Time of the latest matching error.',
    FIRST_SEEN: 'Time of the first matching error.',
    AFFECTED_USERS: 'Number of distinct users for whom a matching error occurred.',
    AFFECTED_SESSIONS: 'Number of distinct sessions in which a matching error occurred.',
  },
  'Sort order of groups of errors. Ties are broken by the fingerprint, in the same direction.',
)

/** The fields of a group that are counted only if they are selected. */
const countFields: readonly DistinctCount[] = ['affectedUsers', 'affectedSessions']

interface SeriesArgs extends FilterArgs<ErrorFields> {
  readonly first?: number
  readonly bucket?: Unit
}

/** Maximum lengths of the list of groups and of the time series of each group. */
const countLists = ({ first = defaultPageSize, bucket, ...args }: SeriesArgs, now: Date) => {
  const groups = Math.min(Math.max(first, 0), maxPageSize)
  const { startTime, endTime } = resolveFilter(args, now).window
  const most = Math.ceil(maxBuckets / Math.max(groups, 1))
  const series = bucket && startTime && endTime ? Math.min(countBucketsAtMost(bucket, startTime, endTime), most) : most
  return { groups: { size: groups, lists: { series } } }
}

builder.queryField('errorGroups', (t) =>
  t.field({
    ...sizesLists(countLists),
    type: ErrorGroupsType,
    description: 'Groups errors of the same kind, by `ErrorLog.fingerprint`. Most frequent first by default.',
    args: {
      ...filterArgs(ErrorFilter, 'Restricts the errors that are grouped. Default: all errors.'),
      orderBy: t.arg({ type: ErrorGroupOrder, description: 'Sort order of the groups. Default: `COUNT`, descending.' }),
      first: t.arg.int({
        required: true,
        defaultValue: defaultPageSize,
        description: 'Maximum number of groups. 0 to 1,000.',
      }),
      bucket: t.arg({
        type: TimeBucket,
        required: true,
        defaultValue: 'hour',
        description: 'Length of the buckets in `series`.',
      }),
      timeZone: t.arg({
        type: 'TimeZone',
        required: true,
        defaultValue: 'UTC',
        description:
          'Time zone that the buckets in `series` are aligned to, including daylight-saving time. Also the default time zone of `filter` and `scope`, whose own time zones do not affect buckets.',
      }),
      fillGaps: t.arg.boolean({
        required: true,
        defaultValue: true,
        description: 'Whether `series` includes buckets without errors, with zeros.',
      }),
    },
    resolve: (_root, { orderBy, first, bucket: unit, fillGaps, ...given }, context, info) => {
      checkPageSize('first', first)
      const { prisma } = context
      const { filter, window } = resolveFilter(given, context.now())
      const selected = selectedFields(context, info, 'ErrorGroup', [['groups']])
      const find = once(() =>
        findErrorGroups(prisma, filter, {
          orderBy: orderBy?.field ?? 'COUNT',
          descending: orderBy?.direction !== 'ASC',
          first,
          counts: countFields.filter((field) => selected.includes(field)),
        }),
      )
      const options = { filter, window, unit, timeZone: given.timeZone, fillGaps }
      return { given, window, find, series: once(async () => findErrorSeries(prisma, (await find()).groups, options)) }
    },
  }),
)
