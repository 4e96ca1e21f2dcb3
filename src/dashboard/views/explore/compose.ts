import type { Bucket } from '../../scope/range.ts'
import type { FacetsDocument, MetricsByField, MetricsDocument, MetricsField, SelectionOf } from './api.ts'
import type { Dimension, Measure, MetricsRecord } from './catalogue.ts'
import type { Selection } from './selection.ts'
import { writeSelection } from './selectionText.ts'

/** The number of values of a filter whose names are loaded. */
const maxNames = 200

type Metrics = MetricsByField[MetricsField]
type Group = Metrics['groups'][number]

/** Selects measures, and what counts their unrecorded values. The catalogue has the measures of the schema alone. */
const selectMeasures = (measures: readonly Measure[]): SelectionOf<Metrics['totals']> => {
  const paths = measures.flatMap(({ path, unrecorded }) => [path, ...(unrecorded ? Object.values(unrecorded) : [])])
  const selected: Record<string, true | Record<string, true>> = {}
  for (const [field = '', statistic] of paths.map((path) => path.split('.'))) {
    const statistics = selected[field]
    selected[field] = statistic ? { ...(statistics === true ? {} : statistics), [statistic]: true } : true
  }
  return selected as SelectionOf<Metrics['totals']>
}

/** Selects the key of a group. The catalogue has the keys of the schema alone. */
const selectKey = (by: readonly Dimension[]): SelectionOf<Group['key']> =>
  Object.fromEntries(by.map(({ key, isNamed }) => [key, isNamed ? { id: true, name: true } : true])) as SelectionOf<
    Group['key']
  >

/**
 * Composes the document of a selection. The values that are the same for all views, and the filter, are variables.
 * @param bucket the size of the buckets of a chart over time; undefined for other charts.
 * @param named the filters whose values, which the variable `named` selects, are loaded with their names as `names`.
 */
export const composeDocument = (
  { record, measures, by, chart, top, sorting, conditions }: Selection,
  bucket: Bucket | undefined,
  compareTo: string | null,
  named: readonly string[] = [],
): MetricsDocument => {
  const isHeat = chart === 'heat'
  const isCompared = compareTo !== null
  const isGrouped = by.length > 0
  const order = isHeat
    ? 'KEY, direction: ASC'
    : `${sorting.measure.order}, direction: ${sorting.isDescending ? 'DESC' : 'ASC'}`
  const values = selectMeasures(measures)
  const compared = isCompared ? values : undefined
  const selection: SelectionOf<Metrics> = {
    totals: values,
    previous: compared,
    series: bucket && {
      bucketStart: true,
      bucketEnd: true,
      isPartial: true,
      measures: isGrouped ? undefined : values,
      previous: isGrouped ? undefined : compared,
    },
    groups: isGrouped
      ? {
          key: selectKey(by),
          isOthers: true,
          measures: values,
          previous: isHeat ? undefined : compared,
          series: bucket && { measures: selectMeasures(measures.slice(0, 1)) },
        }
      : undefined,
    groupCount: isGrouped ? true : undefined,
  }
  const variables = [
    '$scope: MonitoringFilter',
    '$timeZone: TimeZone!',
    ...(conditions.length > 0 ? [`$filter: ${record.name}Filter`] : []),
    ...(named.length > 0 ? [`$named: ${record.name}Filter`] : []),
  ]
  const lines = [
    `query Explore(${variables.join(', ')}) {`,
    `  ${record.field}(`,
    '    scope: $scope',
    ...(conditions.length > 0 ? ['    filter: $filter'] : []),
    '    timeZone: $timeZone',
    ...(bucket ? [`    bucket: ${bucket}`] : []),
    ...(isCompared ? [`    compareTo: ${compareTo}`] : []),
    ...(isGrouped
      ? [
          `    groupBy: [${by.map(({ name }) => name).join(', ')}]`,
          `    orderBy: { field: ${order} }`,
          `    first: ${isHeat ? 168 : top}`,
          ...(isHeat ? [] : ['    others: true']),
        ]
      : []),
    `  ) ${writeSelection(selection, '  ')}`,
    ...(named.length > 0
      ? [
          `  names: ${record.list}(scope: $scope, filter: $named, first: 0) {`,
          `    facets { ${named.map((filter) => `${filter}(first: ${maxNames}) { value name }`).join(' ')} }`,
          '  }',
        ]
      : []),
    '}',
  ]
  // The document is a part of the one of all that can be selected, whose types are generated.
  return lines.join('\n') as unknown as MetricsDocument
}

/** Composes the document of the values of filters with the number of records, each of which a variable includes. */
export const composeFacets = ({ name, list, dimensions }: MetricsRecord): FacetsDocument => {
  const facets = dimensions.flatMap(({ filter, isNamed }) => (filter === null ? [] : [{ filter, isNamed }]))
  const lines = [
    `query ExploreFacets($scope: MonitoringFilter, $filter: ${name}Filter, $search: String, $first: Int!${facets.map(({ filter }) => `, $${filter}: Boolean = false`).join('')}) {`,
    `  list: ${list}(scope: $scope, filter: $filter, first: 0) {`,
    '    facets {',
    ...facets.map(
      ({ filter, isNamed }) =>
        `      ${filter}(first: $first, search: $search) @include(if: $${filter}) { value count${isNamed ? ' name' : ''} }`,
    ),
    '    }',
    '  }',
    '}',
  ]
  // As above.
  return lines.join('\n') as unknown as FacetsDocument
}
