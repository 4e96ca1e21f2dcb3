import { nameTableOf } from '../../../records/definition/metrics/names.ts'
import { findTableOfModel } from '../../../records/registry.ts'
import { badInput } from '../../../shared/errors.ts'
import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import { orderOf } from '../plan/order.ts'
import { countColumn, groupsSql } from '../sql/groups.ts'
import type { KeyValue, Top } from '../sql/top.ts'
import type { MetricsQuery, Values } from './metricsQuery.ts'

/** The groups of a list, in order. */
export interface FoundGroups {
  readonly rows: readonly Values[]
  /** The number of all groups. */
  readonly count: number
  readonly top: Top
}

/**
 * Computes the selected measures of the first groups, in one statement.
 * @throws BAD_USER_INPUT if the arguments specify no dimension.
 */
export const findGroups = async (query: MetricsQuery): Promise<FoundGroups> => {
  const { definition, options, selection, current } = query
  const { dimensions, first, orderBy } = options
  if (dimensions.length === 0) throw badInput('groups require the argument groupBy, with at least one dimension')
  const keys = await current.keys()
  if (isEmptyWindow(current.window)) return { rows: [], count: 0, top: { keys, groups: [] } }
  const { values, histograms } = selection.groups
  const names = dimensions.flatMap(({ key, value }, index) =>
    value.kind === 'named' && selection.names.has(key)
      ? [[index, nameTableOf(value.names, findTableOfModel)] as const]
      : [],
  )
  const { estimates, read } = await query.reading()
  const rows = await read(
    groupsSql(
      { source: definition.source, filter: current.filter, keys, values, estimates },
      // One group is read even if none is requested, since it contains the number of groups.
      { order: orderOf(definition, orderBy), limit: Math.max(first, 1), histograms, names: new Map(names) },
    ),
  )
  const listed = rows.slice(0, first)
  return {
    rows: listed,
    count: Number(rows[0]?.[countColumn] ?? 0),
    top: { keys, groups: listed.map((row) => keys.map((_, index) => row[`k${index}`] as KeyValue)) },
  }
}
