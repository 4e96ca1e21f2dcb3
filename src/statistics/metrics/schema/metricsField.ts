import type { InputRef } from '@pothos/core'
import { hasSketches } from '../../../db/rollups/sketches.ts'
import type { GivenFilter } from '../../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import { builder } from '../../../graphql/builder.ts'
import { joinHints, sizesLists } from '../../../graphql/costHints.ts'
import { filterArgs } from '../../../graphql/filterArgs.ts'
import { defineOrder } from '../../../graphql/orderInput.ts'
import { defaultPageSize } from '../../../graphql/paging.ts'
import { TimeBucket } from '../../../graphql/timeBucket.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { isInRollups } from '../../../records/definition/metrics/rolledUp.ts'
import { formatNumber } from '../../../shared/numbers.ts'
import { type MetricsArgs, maxDimensions, readOptions } from '../plan/arguments.ts'
import { countLists } from '../plan/cost.ts'
import { keyOrder, listOrderFields } from '../plan/order.ts'
import { readSelection } from '../plan/selection.ts'
import { defaultExactUpTo } from '../read/estimates.ts'
import { makeMetrics } from '../read/metrics.ts'
import { makeMetricsQuery } from '../read/metricsQuery.ts'
import { Comparison } from './comparison.ts'
import { defineDimensions } from './keys.ts'
import { defineMetricsTypes } from './metricsTypes.ts'

const defineMetricsOrder = (definition: MetricsDefinition) =>
  defineOrder(
    `${definition.name}MetricOrder`,
    {
      ...Object.fromEntries(
        Object.entries(listOrderFields(definition)).map(([field, { description }]) => [field, description]),
      ),
      [keyOrder]:
        'The key of the group: the values of its dimensions, in the order of `groupBy`. Texts are in byte order: bots, pipelines and users by their id, enums by their name, but LIKE before DISLIKE. Numbers are in numerical order, and false comes before true.',
    },
    'Sort order of groups. Ties are broken by the key, in ascending order, as by `KEY`. Null values come last in either direction.',
  )

const listNames = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

const describeExact = (definition: MetricsDefinition): string => {
  const { rows, dimensions, source } = definition
  const { rolledUp } = source
  if (!rolledUp || !hasSketches(rolledUp.rollup))
    return `Whether percentiles must be exact. Has no effect on metrics of ${rows}, which are always exact.`
  const inRollups = Object.entries(dimensions).filter(([, { value }]) => isInRollups(definition, value) !== 'never')
  return `True: percentiles are exact. False: they may be estimated above ${formatNumber(defaultExactUpTo)} matching ${rows} in the time window or in the comparison window. An estimate differs from the exact percentile by at most 1 percent of its value: an exact percentile of 2,000 ms is returned as 1,980 to 2,020 ms. Percentiles are estimated only if every selected part with percentiles (\`totals\`, \`previous\`, \`series\`, \`groups\`), and an order by a percentile, can be read from rollups, which are aggregates by hour, day and month. That is not the case for a part with \`min\`, \`max\`, a histogram or a distinct count, for dimensions other than ${listNames(inRollups.map(([name]) => name))} (the last two in time zones with offsets of whole hours), and for filters on fields other than ${listNames(rolledUp.fields)} and the time window; nor for buckets of minutes, buckets in time zones without offsets of whole hours, and \`previous\` of buckets if the windows are not whole hours apart. Either all percentiles of the field are estimated, or none; \`DurationMetrics.exact\` indicates which.`
}

/** Defines the field of `Query` with the metrics of a record. */
export const defineMetricsField = (definition: MetricsDefinition): void => {
  const { name, field, rows, measures, placement } = definition
  // The filter of a record has this name, and more fields than the shared ones, which the engine does not know.
  const filter = `${name}Filter` as unknown as InputRef<GivenFilter<MonitoringFields>>
  const [mostRows = ''] = Object.keys(measures)
  builder.queryField(field, (t) =>
    t.field({
      ...joinHints(
        sizesLists((args, now) => countLists(args as Partial<MetricsArgs>, now)),
        {
          extensions: { rolledUp: definition.source.rolledUp !== undefined },
        },
      ),
      type: defineMetricsTypes(definition),
      description: `Metrics of ${rows}: the measures of \`${name}Measures\` in total, over time and by group.${placement ? ` ${placement}` : ''} Only selected fields are computed.`,
      args: {
        ...filterArgs(filter, `Restricts the ${rows} to be measured. Default: all ${rows}.`),
        groupBy: t.arg({
          type: [defineDimensions(definition)],
          description: `Dimensions of \`groups\`: 1 to ${maxDimensions} different ones. Required if \`groups\`, \`groupCount\` or \`truncated\` is selected, otherwise without effect.`,
        }),
        bucket: t.arg({
          type: TimeBucket,
          description: 'Length of the buckets in `series`. Required if `series` is selected, otherwise without effect.',
        }),
        timeZone: t.arg({
          type: 'TimeZone',
          required: true,
          defaultValue: 'UTC',
          description:
            'Time zone of buckets, hours of the day and days of the week, including daylight-saving time. Also the default time zone of `filter` and `scope`, whose own time zones do not affect buckets.',
        }),
        fillGaps: t.arg.boolean({
          required: true,
          defaultValue: true,
          description: `Whether \`series\` includes buckets without ${rows}. If false, such a bucket is omitted even if its \`previous\` contains some.`,
        }),
        orderBy: t.arg({
          type: defineMetricsOrder(definition),
          description: `Order of \`groups\`. Default: by \`${mostRows}\`, descending.`,
        }),
        first: t.arg.int({
          required: true,
          defaultValue: defaultPageSize,
          description: 'Maximum number of `groups`, not counting the group of `others`. 0 to 1,000.',
        }),
        others: t.arg.boolean({
          required: true,
          defaultValue: false,
          description:
            'Whether all groups beyond `first` are combined into one additional group, whose measures are those of its records.',
        }),
        exact: t.arg.boolean({
          required: true,
          defaultValue: false,
          description: describeExact(definition),
        }),
        compareTo: t.arg({
          type: Comparison,
          description:
            'Comparison window, for which `previous` is computed. Requires a time window with a start, whose comparison window does not start before the year 1. For the comparison, a window without an end ends at the time of the operation; this does not restrict `totals`, `series` and `groups`. Null means no comparison.',
        }),
      },
      resolve: (_root, args, { prisma, now, exactUpTo }, info) => {
        const options = readOptions(definition, args, now())
        return {
          options,
          metrics: makeMetrics(
            makeMetricsQuery(prisma, definition, options, readSelection(definition, info), exactUpTo),
          ),
        }
      },
    }),
  )
}
