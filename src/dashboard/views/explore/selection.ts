import { parseSorting } from '../../scope/sorting.ts'
import type { ExploreFilter } from './api.ts'
import { type Dimension, findCount, type Measure, type MetricsRecord, records } from './catalogue.ts'
import type { ChartKind, ExploreSearch } from './search.ts'

/** A filter by the values of a dimension. */
export interface Condition {
  readonly dimension: Dimension
  readonly values: readonly string[]
}

/** What the search parameters specify. */
export interface Selection {
  readonly record: MetricsRecord
  /** At least one; the first is drawn. */
  readonly measures: readonly [Measure, ...Measure[]]
  readonly by: readonly Dimension[]
  readonly chart: ChartKind
  readonly conditions: readonly Condition[]
  readonly top: number
  /** The measure that groups are ordered by. */
  readonly sorting: { readonly measure: Measure; readonly isDescending: boolean }
}

/** The API permits three dimensions. */
const maxDimensions = 3
/** Dimensions of which a record can have several values: it is in several groups, so that groups do not add up. */
const overlappingDimensions: readonly string[] = ['REASON']
const heatDimensions = ['DAY_OF_WEEK', 'HOUR_OF_DAY']

/** Resolves the search parameters against the catalogue. What it does not have is ignored. */
export const resolveSelection = (search: ExploreSearch): Selection => {
  const record = records.find(({ name }) => name === search.record) ?? records.find(({ name }) => name === 'LlmCall')
  if (!record) throw new Error('The API has no metrics of LLM calls')
  const count = findCount(record)
  const [first = count, ...others] = (search.measure ?? []).flatMap(
    (path) => record.measures.find((measure) => measure.path === path) ?? [],
  )
  if (!first || !count) throw new Error(`The API has no measures of ${record.name}`)
  const find = (name: string) => record.dimensions.find((dimension) => dimension.name === name)
  const chosen = (search.by ?? []).flatMap((name) => find(name) ?? []).slice(0, maxDimensions)
  const wanted = search.chart ?? (first.isAdditive ? 'stacked' : 'line')
  const chart = wanted === 'stacked' && !isStackable({ measures: [first], by: chosen }) ? 'line' : wanted
  const by =
    chart === 'heat'
      ? heatDimensions.flatMap((name) => find(name) ?? [])
      : chart === 'bars' && chosen.length === 0
        ? record.dimensions.slice(0, 1)
        : chosen
  const { key, isDescending } = parseSorting(search.sort ?? `-${first.path}`)
  const orderable = [key, first.path, count.path].map((path) =>
    record.measures.find((measure) => measure.path === path),
  )
  return {
    record,
    measures: [first, ...others],
    by,
    chart,
    conditions: readConditions(search.where ?? [], find),
    top: search.top ?? 10,
    sorting: { measure: orderable.find((measure) => measure?.order) ?? count, isDescending },
  }
}

/** Whether the values of groups can be drawn on top of each other: rates and overlapping groups do not add up. */
export const isStackable = ({ measures: [first], by }: Pick<Selection, 'measures' | 'by'>): boolean =>
  by.length === 0 || (first.isAdditive && !by.some(({ name }) => overlappingDimensions.includes(name)))

/** The number of series of a chart over time: one, or one of each group and of the others. */
export const countSeries = ({ by, top }: Pick<Selection, 'by' | 'top'>): number => (by.length > 0 ? top + 1 : 1)

const readConditions = (
  where: readonly string[],
  find: (name: string) => Dimension | undefined,
): readonly Condition[] => {
  const given = where.map((text) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)] as const)
  return [...new Set(given.map(([name]) => name))].flatMap((name) => {
    const dimension = find(name)
    const values = given.filter(([other]) => other === name).map(([, value]) => value)
    return dimension?.filter ? [{ dimension, values }] : []
  })
}

/** Writes conditions as search parameters. */
export const writeConditions = (conditions: readonly Condition[]): readonly string[] =>
  conditions.flatMap(({ dimension, values }) => values.map((value) => `${dimension.name}:${value}`))

/** The filter that conditions specify. The server rejects values that are none of the field. */
export const toFilter = (conditions: readonly Condition[]): ExploreFilter =>
  Object.fromEntries(conditions.map(({ dimension, values }) => [dimension.filter, values])) as ExploreFilter
