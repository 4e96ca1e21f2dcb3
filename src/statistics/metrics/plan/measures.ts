import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, isObjectType } from 'graphql'
import { findSelected } from '../../../graphql/selection.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { distributionStatistics, type StatisticName } from '../../../records/definition/metrics/distribution.ts'
import type { DistributionMeasure, Measure } from '../../../records/definition/metrics/measures.ts'
import type { Histogram } from '../sql/histograms.ts'
import type { Value } from '../sql/needs.ts'
import { histogramName, isBinCount, isShare, quantileName, statisticName } from './names.ts'

/** The values and histograms that a part computes. */
export interface Selected {
  readonly values: readonly Value[]
  readonly histograms: readonly Histogram[]
}

/** The name of the type of distributions. */
export const distributionType = 'DurationMetrics'

const isStatistic = (name: string): name is StatisticName => name in distributionStatistics

/** A value that a statistic of a distribution needs. */
const statisticOf = (name: string, measure: DistributionMeasure, statistic: StatisticName): Value => ({
  name: statisticName(name, statistic),
  select: (rows) => distributionStatistics[statistic].select(rows, measure),
})

/** The value that groups are ordered by: that of a measure, or of a statistic of a distribution. */
export const orderValueOf = (name: string, measure: Measure, statistic: StatisticName | undefined): Value => {
  if (measure.kind === 'single') return { name, select: measure.select }
  return statisticOf(name, measure, statistic ?? 'avg')
}

/** The values of the measures selected below some fields. Each is computed once, however often it is selected. */
export const readMeasures = (
  { measures }: MetricsDefinition,
  info: GraphQLResolveInfo,
  nodes: readonly FieldNode[],
): Selected => {
  const values = new Map<string, Value>()
  const histograms = new Map<string, Histogram>()
  const add = (value: Value) => values.set(value.name, value)
  for (const node of findSelected(info, nodes, [])) {
    const name = node.name.value
    const measure = measures[name]
    if (measure?.kind === 'single') add({ name, select: measure.select })
    if (measure?.kind !== 'distribution') continue
    const { value } = measure
    for (const part of findSelected(info, [node], [])) {
      const field = part.name.value
      if (isStatistic(field)) add(statisticOf(name, measure, field))
      if (field === 'quantile') {
        const { p } = readArguments(info, part)
        if (isShare(p)) add({ name: quantileName(name, p), select: (rows) => rows.percentile(value, p) })
      }
      if (field === 'histogram') {
        const { bins } = readArguments(info, part)
        const column = histogramName(name, Number(bins))
        if (isBinCount(bins)) histograms.set(column, { name: column, value, bins })
      }
    }
  }
  return { values: [...values.values()], histograms: [...histograms.values()] }
}

/** Arguments that are not valid make their own field fail. */
const readArguments = (info: GraphQLResolveInfo, node: FieldNode): Readonly<Record<string, unknown>> => {
  const type = info.schema.getType(distributionType)
  const field = isObjectType(type) ? type.getFields()[node.name.value] : undefined
  if (!field) return {}
  try {
    return getArgumentValues(field, node, info.variableValues)
  } catch {
    return {}
  }
}
