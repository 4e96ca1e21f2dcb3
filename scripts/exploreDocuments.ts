import type { MetricsDefinition } from '../src/records/definition/metrics/definition.ts'
import { distributionStatistics } from '../src/records/definition/metrics/distribution.ts'
import { listedTypes } from '../src/records/registry.ts'
import { facetsOf } from '../src/statistics/facets/facets.ts'

const writeMeasures = ({ name, measures }: MetricsDefinition): string =>
  [
    `fragment ${name}Explored on ${name}Measures {`,
    ...Object.entries(measures).map(([field, { kind }]) =>
      kind === 'single' ? field : `${field} { ${Object.keys(distributionStatistics).join(' ')} }`,
    ),
    '}',
  ].join('\n')

const writeKeys = ({ dimensions }: MetricsDefinition): string =>
  Object.values(dimensions)
    .map(({ key, value }) => (value.kind === 'named' ? `${key} { id name }` : key))
    .join(' ')

const writeFacets = (definition: MetricsDefinition): string =>
  facetsOf(definition)
    .flatMap(({ field, dimension }) =>
      dimension.value.kind === 'boolean'
        ? []
        : `${field}{ value count${dimension.value.kind === 'named' ? ' name' : ''} }`,
    )
    .join('\n')

/**
 * Writes, for each record, the documents of all that Explore can select. The documents that it composes are parts of
 * them, so that the types of its data and variables are generated as those of any other document.
 */
export const writeExploreDocuments = (): string[] =>
  listedTypes.flatMap(({ list, metrics: definition }) => {
    const { name, field } = definition
    const values = `{ ...${name}Explored }`
    const facets = writeFacets(definition)
    const [dimension] = Object.keys(definition.dimensions)
    const metricsDocument = `
      query Explore${name}(
        $scope: MonitoringFilter, $timeZone: TimeZone!, $filter: ${name}Filter, $named: ${name}Filter
      ) {
        ${field}(
          scope: $scope, filter: $filter, timeZone: $timeZone, bucket: DAY, compareTo: PREVIOUS_PERIOD
          groupBy: [${dimension}], orderBy: { field: KEY, direction: ASC }, others: true
        ) {
          totals ${values}
          previous ${values}
          series { bucketStart bucketEnd isPartial measures ${values} previous ${values} }
          groups { key { ${writeKeys(definition)} } isOthers measures ${values} previous ${values} series { measures ${values} } }
          groupCount
        }
        names: ${list}(scope: $scope, filter: $named, first: 0) { facets { ${facets} } }
      }
      ${writeMeasures(definition)}`
    const facetsDocument = `
      query Explore${name}Facets(
        $scope: MonitoringFilter, $filter: ${name}Filter, $search: String, $first: Int!
      ) {
        list: ${list}(scope: $scope, filter: $filter, first: 0) { facets { ${facets} } }
      }`
    return [metricsDocument, facetsDocument]
  })
