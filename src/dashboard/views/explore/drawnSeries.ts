import type { Measure } from './catalogue.ts'
import { type MetricsResult, type ResultGroup, readNumber } from './result.ts'

/** More groups than this cannot be told apart. */
const maxGroups = 8

type Values = readonly (number | null)[]

/** The groups of a chart over time. */
export interface DrawnSeries {
  readonly groups: readonly { readonly group: ResultGroup; readonly values: Values }[]
  /** The values of all other groups; null if there are none. */
  readonly others: Values | null
  /** How many groups are neither drawn nor a part of the others. */
  readonly hiddenCount: number
}

const add = (values: Values, more: Values): Values =>
  values.map((value, index) => {
    const other = more[index] ?? null
    return value === null ? other : other === null ? value : value + other
  })

/**
 * Selects the groups that are drawn.
 * @param isFolded whether groups that are not drawn are added to the others, so that all values add up to the total.
 */
export const selectDrawn = (
  groups: NonNullable<MetricsResult['groups']>,
  measure: Measure,
  isFolded: boolean,
): DrawnSeries => {
  const all = groups.map((group) => ({
    group,
    values: (group.series ?? []).map(({ measures }) => readNumber(measures, measure)),
  }))
  const named = all.filter(({ group }) => !group.isOthers)
  const remaining = named.slice(maxGroups)
  const folded = all.filter((entry) => entry.group.isOthers || (isFolded && remaining.includes(entry)))
  const [first, ...rest] = folded.map(({ values }) => values)
  return {
    groups: named.slice(0, maxGroups),
    others: first ? rest.reduce(add, first) : null,
    hiddenCount: isFolded ? 0 : remaining.length,
  }
}
