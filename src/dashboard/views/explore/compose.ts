import type { Bucket } from '../../scope/range.ts'
import type { Dimension, Measure, MetricsRecord } from './catalogue.ts'
import type { Selection } from './selection.ts'

/** The number of values of a filter whose names are loaded. */
const maxNames = 200

/** Writes the selection of measures, those of one distribution together, and of what counts their unrecorded values. */
const selectMeasures = (measures: readonly Measure[]): string => {
  const paths = measures
    .flatMap(({ path, unrecorded }) => [path, ...(unrecorded ? Object.values(unrecorded) : [])])
    .map((path) => path.split('.'))
  const fields = [...new Set(paths.map(([field = '']) => field))]
  return fields
    .map((field) => {
      const inner = paths.flatMap(([first, second]) => (first === field && second ? [second] : []))
      return inner.length > 0 ? `${field} { ${inner.join(' ')} }` : field
    })
    .join(' ')
}

const selectKey = (by: readonly Dimension[]): string =>
  by.map(({ key, isNamed }) => (isNamed ? `${key} { id name }` : key)).join(' ')

/**
 * Writes the document of a selection. The values that are the same for all views, and the filter, are variables.
 * @param bucket the size of the buckets of a chart over time; undefined for other charts.
 * @param named the filters whose values, which the variable `named` selects, are loaded with their names as `names`.
 */
export const composeDocument = (
  { record, measures, by, chart, top, sorting, conditions }: Selection,
  bucket: Bucket | undefined,
  compareTo: string | null,
  named: readonly string[] = [],
): string => {
  const values = `{ ${selectMeasures(measures)} }`
  const isHeat = chart === 'heat'
  const order = isHeat
    ? 'KEY, direction: ASC'
    : `${sorting.measure.order}, direction: ${sorting.isDescending ? 'DESC' : 'ASC'}`
  const isCompared = compareTo !== null
  const isGrouped = by.length > 0
  const seriesValues = isGrouped ? '' : `\n      measures ${values}${isCompared ? `\n      previous ${values}` : ''}`
  const lines = [
    `query Explore($scope: MonitoringFilter, $timeZone: TimeZone!${conditions.length > 0 ? `, $filter: ${record.name}Filter` : ''}${named.length > 0 ? `, $named: ${record.name}Filter` : ''}) {`,
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
    '  ) {',
    `    totals ${values}`,
    ...(isCompared ? [`    previous ${values}`] : []),
    ...(bucket ? [`    series {\n      bucketStart\n      bucketEnd\n      isPartial${seriesValues}\n    }`] : []),
    ...(isGrouped
      ? [
          '    groups {',
          `      key { ${selectKey(by)} }`,
          '      isOthers',
          `      measures ${values}`,
          ...(isCompared && !isHeat ? [`      previous ${values}`] : []),
          ...(bucket ? [`      series { measures { ${selectMeasures(measures.slice(0, 1))} } }`] : []),
          '    }',
          '    groupCount',
        ]
      : []),
    '  }',
    ...(named.length > 0
      ? [
          `  names: ${record.list}(scope: $scope, filter: $named, first: 0) {`,
          `    facets { ${named.map((filter) => `${filter}(first: ${maxNames}) { value name }`).join(' ')} }`,
          '  }',
        ]
      : []),
    '}',
  ]
  return lines.join('\n')
}

/** Writes the document of the values of filters with the number of records, each of which a variable includes. */
export const composeFacets = ({ name, list, dimensions }: MetricsRecord): string => {
  const facets = dimensions.flatMap(({ filter, isNamed }) => (filter === null ? [] : [{ filter, isNamed }]))
  return [
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
  ].join('\n')
}
