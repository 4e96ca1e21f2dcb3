import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import type { Selected } from '../plan/measures.ts'
import { type Ranked, valuesBySql } from '../sql/valuesBy.ts'
import type { FoundGroups } from './groups.ts'
import type { MetricsQuery, Stretch, Values } from './metricsQuery.ts'
import { totalRank } from './ranks.ts'

/** The rank of a row of a statement by group. */
const rankOf = ({ k0 }: Values): number => Number(k0 ?? totalRank)

/** The groups of a list in another window: their keys may need other segments of the zone. */
export const rankIn = async ({ top }: FoundGroups, { keys }: Stretch, of: Ranked['of']): Promise<Ranked> => ({
  top: { keys: await keys(), groups: top.groups },
  of,
})

/** Computes the selected measures of all rows outside of the listed groups, in one statement. */
export const findOthers = async (
  { definition: { source }, selection, current, reading }: MetricsQuery,
  { top }: FoundGroups,
): Promise<Values> => {
  const { values, histograms } = selection.groups
  const { estimates, none, read } = await reading()
  if (values.length === 0 && histograms.length === 0) return none
  const { filter } = current
  const [row] = await read(
    valuesBySql({ source, filter, values, estimates }, { histograms, ranked: { top, of: 'others' } }),
  )
  return row ?? none
}

/** Computes the selected measures of listed groups in another window, in one statement: values by rank. */
export const findRankedValues = async (
  { definition: { source }, reading }: MetricsQuery,
  groups: FoundGroups,
  stretch: Stretch,
  { values, histograms }: Selected,
  of: Ranked['of'],
): Promise<ReadonlyMap<number, Values>> => {
  const { filter, window } = stretch
  if (isEmptyWindow(window) || (values.length === 0 && histograms.length === 0)) return new Map()
  const ranked = await rankIn(groups, stretch, of)
  const { estimates, read } = await reading()
  const rows = await read(valuesBySql({ source, filter, values, estimates }, { histograms, ranked }))
  return new Map(rows.map((row) => [rankOf(row), row]))
}
