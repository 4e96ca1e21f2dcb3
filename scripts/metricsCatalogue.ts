import type { MetricsDefinition } from '../src/records/definition/metrics/definition.ts'
import { distributionStatistics, type StatisticName } from '../src/records/definition/metrics/distribution.ts'
import type { Measure } from '../src/records/definition/metrics/measures.ts'
import { listedTypes } from '../src/records/registry.ts'
import { facetsOf } from '../src/statistics/facets/facets.ts'
import { orderFieldOf } from '../src/statistics/metrics/plan/order.ts'

/** How the dashboard writes the values of a measure. */
const unitOf = (measure: Measure): string => {
  if (measure.unit === 'US dollars') return 'dollars'
  if (measure.unit === 'percent' || measure.unit === 'milliseconds' || measure.unit === 'time') return measure.unit
  return measure.kind === 'single' && measure.type === 'SafeInt' ? 'count' : 'decimal'
}

const entry = (value: object): string => `      ${JSON.stringify(value)},`

const byName = <Value>(entries: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] =>
  Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))

/** The measures of a record: those with one value, and the statistics of its distributions. */
const measuresOf = ({ measures }: MetricsDefinition) =>
  byName(measures).flatMap(([name, measure]) => {
    const isAdditive = measure.kind === 'single' && measure.isAdditive
    if (measure.kind === 'single')
      return [
        {
          path: name,
          unit: unitOf(measure),
          order: orderFieldOf(name, undefined),
          unrecorded: measure.unrecorded ?? null,
          isAdditive,
        },
      ]
    return byName(distributionStatistics).map(([statistic]) => ({
      path: `${name}.${statistic}`,
      unit: unitOf(measure),
      order: orderFieldOf(name, statistic as StatisticName),
      unrecorded: null,
      isAdditive,
    }))
  })

/** The dimensions of a record, each with the field of the key and, if it takes a list of values, that of the filter. */
const dimensionsOf = (definition: MetricsDefinition) => {
  const facets = facetsOf(definition)
  return byName(definition.dimensions).map(([name, dimension]) => ({
    name,
    key: dimension.key,
    isNamed: dimension.value.kind === 'named',
    filter:
      dimension.value.kind === 'boolean'
        ? null
        : (facets.find((facet) => facet.dimension === dimension)?.field ?? null),
  }))
}

/** The types of the data and variables of the documents of all that can be selected of each record, by its name. */
const writeTypes = (name: string, suffix: string): readonly string[] => [
  `export interface ${name} {`,
  ...listedTypes.map(({ metrics }) => `  ${metrics.name}: documents.Explore${metrics.name}${suffix}`),
  '}',
]

/**
 * Writes what the metrics of each record can be grouped by and what they measure, with the types of their documents, as a
 * module of the dashboard.
 */
export const writeMetricsCatalogue = (): string =>
  [
    "import type * as documents from './graphql.ts'",
    ...writeTypes('MetricsData', 'Query'),
    ...writeTypes('MetricsVariables', 'QueryVariables'),
    ...writeTypes('FacetsData', 'FacetsQuery'),
    ...writeTypes('FacetsVariables', 'FacetsQueryVariables'),
    'export const metricsCatalogue = [',
    ...[...listedTypes]
      .sort((a, b) => (a.metrics.field < b.metrics.field ? -1 : 1))
      .flatMap(({ list, metrics: definition }) => [
        `  { field: '${definition.field}', name: '${definition.name}', list: '${list}', measures: [`,
        ...measuresOf(definition).map(entry),
        '    ], dimensions: [',
        ...dimensionsOf(definition).map(entry),
        '    ] },',
      ]),
    '] as const\n',
  ].join('\n')
