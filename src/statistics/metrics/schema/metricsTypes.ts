import type { ObjectRef } from '@pothos/core'
import { bucketFields, type WindowedBucket } from '../../../graphql/bucketFields.ts'
import { builder } from '../../../graphql/builder.ts'
import { windowField } from '../../../graphql/resolvedWindow.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { inSlices } from '../../../shared/timeSlices.ts'
import type { MetricsOptions } from '../plan/arguments.ts'
import type { Metrics, MetricsGroup } from '../read/metrics.ts'
import type { Values } from '../read/metricsQuery.ts'
import type { SeriesBucket } from '../read/series.ts'
import { defineKey } from './keys.ts'
import { defineMeasures, defineShare } from './measures.ts'

/** The metrics of a field, with its arguments. */
export interface MetricsField {
  readonly metrics: Metrics
  readonly options: MetricsOptions
}

type Ref<Shape> = ObjectRef<typeof builder.$inferSchemaTypes, Shape>

const readSeries = async ({ options }: MetricsField, series: readonly SeriesBucket[]) =>
  inSlices(series.map((bucket) => ({ bucket, window: options.window })))

const defineBucket = ({ name, rows, placement }: MetricsDefinition, Measures: Ref<Values>) =>
  builder.objectRef<WindowedBucket<SeriesBucket>>(`${name}MetricsBucket`).implement({
    description: `Measures of the ${rows} in one bucket of a time series.${placement ? ` ${placement}` : ''}`,
    fields: (t) => ({
      ...bucketFields(t, 'its measures do'),
      measures: t.field({
        type: Measures,
        description: `Measures of the ${rows} in the bucket.`,
        resolve: ({ bucket }) => bucket.values,
      }),
      previous: t.field({
        type: Measures,
        nullable: true,
        description:
          'Measures of the corresponding period of the comparison window: the period whose offset from the start of the comparison window is that of the bucket from the start of the time window, in the time zone of the argument `timeZone`. If both windows start with a month, buckets of months correspond to months. Only records in the comparison window are included: a period beyond its end, such as that of 31 March compared with February, has no records, so that its counts are 0. If the comparison window is longer, its remaining records are in no bucket, but in `previous` of the metrics. Null without `compareTo`.',
        resolve: ({ bucket }) => bucket.previous(),
      }),
    }),
  })

const seriesDescription =
  'Measures over time, oldest bucket first. Fails with BAD_USER_INPUT without `bucket`. With `fillGaps`, the series covers the whole time window. If the window has no start or no end, the series starts at the first or ends at the last bucket that is not empty; the series of groups have common ends, the first and last bucket that is not empty in any returned group. The series of all groups together have at most 10,000 buckets; a query that would return more fails with BAD_USER_INPUT.'

/** Defines the type of a record's metrics. */
export const defineMetricsTypes = (definition: MetricsDefinition) => {
  const { name, rows } = definition
  const Measures = defineMeasures(definition)
  const Share = defineShare(definition)
  const Key = defineKey(definition)
  const Bucket = defineBucket(definition, Measures)
  const Group = builder
    .objectRef<{ readonly group: MetricsGroup; readonly field: MetricsField }>(`${name}MetricsGroup`)
    .implement({
      description: `Measures of a group of ${rows}.`,
      fields: (t) => ({
        key: t.field({
          type: Key,
          description: 'Key of the group. For the group of all others (`isOthers`), all its fields are null.',
          resolve: ({ group, field }) => ({ values: group.values, dimensions: field.options.dimensions }),
        }),
        isOthers: t.boolean({
          description: `Whether this group combines all ${rows} of groups that are not returned, as requested by \`others\`.`,
          resolve: ({ group }) => group.isOthers,
        }),
        measures: t.field({
          type: Measures,
          description: `Measures of the ${rows} in the group.`,
          resolve: ({ group }) => group.values,
        }),
        previous: t.field({
          type: Measures,
          nullable: true,
          description:
            'Measures of the records of the group in the comparison window. If it has no records there, counts and sums are 0. For the group of all others (`isOthers`), the records there of all groups that are not returned, including groups without records in the time window. Null without `compareTo`.',
          resolve: ({ group }) => group.previous(),
        }),
        share: t.field({
          type: Share,
          description: 'Shares of the group in the totals, as percentages.',
          resolve: async ({ group }) => ({ values: group.values, totals: await group.totals() }),
        }),
        series: t.field({
          type: [Bucket],
          description: seriesDescription,
          resolve: async ({ group, field }) => readSeries(field, await group.series()),
        }),
      }),
    })
  return builder.objectRef<MetricsField>(`${name}Metrics`).implement({
    description: `Metrics of ${rows}: in total, over time and by group. Only selected fields are computed.`,
    fields: (t) => ({
      window: t.field({ ...windowField, resolve: ({ metrics }) => metrics.window }),
      previousWindow: t.field({
        ...windowField,
        nullable: true,
        description: 'Comparison window, for which `previous` is computed. Null without `compareTo`.',
        resolve: ({ options }) => options.previous ?? null,
      }),
      totals: t.field({
        type: Measures,
        description: `Measures of all matching ${rows}.`,
        resolve: ({ metrics }) => metrics.totals(),
      }),
      previous: t.field({
        type: Measures,
        nullable: true,
        description: `Measures of all matching ${rows} in the comparison window. Null without \`compareTo\`.`,
        resolve: ({ metrics }) => metrics.previous(),
      }),
      series: t.field({
        type: [Bucket],
        description: seriesDescription,
        resolve: async (field) => readSeries(field, await field.metrics.series()),
      }),
      groups: t.field({
        type: [Group],
        description:
          'Measures by group, in the order of `orderBy`. Fails with BAD_USER_INPUT without `groupBy`. Groups without records in the time window are not returned, even if they have some in the comparison window. With `others`, an additional last group combines all groups beyond `first`, if there are any.',
        resolve: async (field) => inSlices((await field.metrics.groups()).map((group) => ({ group, field }))),
      }),
      groupCount: t.field({
        type: 'SafeInt',
        description:
          'Number of all groups, including those that are not returned. Fails with BAD_USER_INPUT without `groupBy`.',
        resolve: ({ metrics }) => metrics.groupCount(),
      }),
      truncated: t.boolean({
        description: 'Whether there are more groups than `first`. Fails with BAD_USER_INPUT without `groupBy`.',
        resolve: ({ metrics }) => metrics.isTruncated(),
      }),
    }),
  })
}
