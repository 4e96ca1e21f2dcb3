import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import type { Selected } from '../plan/measures.ts'
import { valuesBySql } from '../sql/valuesBy.ts'
import type { MetricsQuery, Stretch, Values } from './metricsQuery.ts'

/** Computes the selected measures over all rows of a window, in one statement. */
export const findTotals = async (
  { definition: { source }, reading }: MetricsQuery,
  { filter, window }: Stretch,
  { values, histograms }: Selected,
): Promise<Values> => {
  const { estimates, none, read } = await reading()
  if ((values.length === 0 && histograms.length === 0) || isEmptyWindow(window)) return none
  const [row] = await read(valuesBySql({ source, filter, values, estimates }, { histograms }))
  return row ?? none
}
