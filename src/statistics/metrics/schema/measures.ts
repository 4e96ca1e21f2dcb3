import { builder } from '../../../graphql/builder.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import type { SingleMeasure } from '../../../records/definition/metrics/measures.ts'
import { roundTo } from '../../../shared/numbers.ts'
import type { Values } from '../read/metricsQuery.ts'
import { DurationMetrics, readFloat } from './distribution.ts'

/** The Pothos builder for the fields of a measures type. */
type MeasureFields = Parameters<
  NonNullable<Parameters<ReturnType<typeof builder.objectRef<Values>>['implement']>[0]['fields']>
>[0]

const singleField = (t: MeasureFields, name: string, { type, description, isAdditive }: SingleMeasure) => {
  const readWhole = (values: Values) => readFloat(values, name) ?? 0
  if (type === 'SafeInt') return t.field({ type: 'SafeInt', description, resolve: readWhole })
  if (type === 'Float' && isAdditive) return t.float({ description, resolve: readWhole })
  if (type === 'Float') return t.float({ nullable: true, description, resolve: (values) => readFloat(values, name) })
  return t.field({
    type: 'DateTime',
    nullable: true,
    description,
    resolve: (values) => (values[name] instanceof Date ? values[name] : null),
  })
}

/** The values of measures without rows, for descriptions. */
const describeEmpty = (measures: MetricsDefinition['measures']): string => {
  const all = Object.values(measures)
  const hasRates = all.some((one) => one.kind === 'single' && one.type === 'Float' && !one.isAdditive)
  const hasDistributions = all.some(({ kind }) => kind === 'distribution')
  return [
    'counts and sums are 0',
    ...(hasRates ? ['rates and averages are null'] : []),
    ...(hasDistributions ? ['distributions contain null values and empty histograms'] : []),
  ].join('; ')
}

/** Defines the type of a record's measures. */
export const defineMeasures = ({ name, rows, measures }: MetricsDefinition) =>
  builder.objectRef<Values>(`${name}Measures`).implement({
    description: `Measures of ${rows}: in total, of a group, or of a time bucket. Only selected fields are computed. Without ${rows}, ${describeEmpty(measures)}.`,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(measures).map(([measure, options]) => [
          measure,
          options.kind === 'single'
            ? singleField(t, measure, options)
            : t.field({
                type: DurationMetrics,
                description: options.description,
                resolve: (values) => ({ name: measure, values }),
              }),
        ]),
      ),
  })

/** The values of a group, and those of all rows. */
export interface Share {
  readonly values: Values
  readonly totals: Values
}

/** Defines the type of a group's shares of the totals. */
export const defineShare = ({ name, rows, measures }: MetricsDefinition) =>
  builder.objectRef<Share>(`${name}Share`).implement({
    description: `Shares of a group in the totals of ${rows}, as percentages, rounded to 2 decimal places.`,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(measures).flatMap(([measure, options]) =>
          options.kind === 'single' && options.isAdditive
            ? [
                [
                  measure,
                  t.float({
                    nullable: true,
                    description: `Percentage of the total of \`${measure}\`. Null if the total is 0.`,
                    resolve: ({ values, totals }) => {
                      const whole = readFloat(totals, measure) ?? 0
                      return whole === 0 ? null : roundTo(((readFloat(values, measure) ?? 0) / whole) * 100, 2)
                    },
                  }),
                ] as const,
              ]
            : [],
        ),
      ),
  })
