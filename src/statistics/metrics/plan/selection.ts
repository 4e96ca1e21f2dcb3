import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import { findSelected } from '../../../graphql/selection.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { readMeasures, type Selected } from './measures.ts'

/** What an operation selects of each part of the metrics. */
export interface Selection {
  readonly totals: Selected
  readonly previous: Selected
  readonly series: Selected
  readonly previousSeries: Selected
  readonly groups: Selected
  readonly previousGroups: Selected
  readonly groupSeries: Selected
  readonly previousGroupSeries: Selected
  /** The fields of keys whose names are selected, e.g. `bot`. */
  readonly names: ReadonlySet<string>
}

/** Determines what an operation selects of each part. */
export const readSelection = (definition: MetricsDefinition, info: GraphQLResolveInfo): Selection => {
  const at = (...path: readonly string[]): FieldNode[] =>
    path.reduce(
      (nodes, name) => findSelected(info, nodes, []).filter((node) => node.name.value === name),
      [...info.fieldNodes],
    )
  const read = (...nodes: readonly FieldNode[]) => readMeasures(definition, info, nodes)
  const named = findSelected(info, at('groups', 'key'), []).filter((node) =>
    findSelected(info, [node], []).some(({ name }) => name.value === 'name'),
  )
  return {
    // A share is that of the totals.
    totals: read(...at('totals'), ...at('groups', 'share')),
    previous: read(...at('previous')),
    series: read(...at('series', 'measures')),
    previousSeries: read(...at('series', 'previous')),
    groups: read(...at('groups', 'measures'), ...at('groups', 'share')),
    previousGroups: read(...at('groups', 'previous')),
    groupSeries: read(...at('groups', 'series', 'measures')),
    previousGroupSeries: read(...at('groups', 'series', 'previous')),
    names: new Set(named.map(({ name }) => name.value)),
  }
}
