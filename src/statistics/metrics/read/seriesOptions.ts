import type { Selected } from '../plan/measures.ts'
import type { Ranked } from '../sql/valuesBy.ts'
import type { Stretch } from './metricsQuery.ts'

/** What is read of one or several series. */
export interface SeriesOptions {
  readonly selected: Selected
  readonly selectedPrevious: Selected
  /** The groups that have a series each, in the keys of a window; undefined for one series of all rows. */
  readonly ranked?: (stretch: Stretch) => Promise<Ranked>
  /** The ranks of these groups. */
  readonly ranks: readonly number[]
}
