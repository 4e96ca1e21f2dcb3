import type { Sql } from 'sql-template-tag'
import type { Column } from '../../../db/sql/table.ts'

/** A condition on one column, so that it is known whether rollups have the column as a dimension. */
export interface Condition {
  readonly column: Column
  /** What follows the column, e.g. `= 'success'`. */
  readonly test: Sql
}

/**
 * The aggregates that measures are composed of. They mean the same whether rows or rollups are read. Which of the two
 * can be read is derived from the aggregates of the selected measures: rollups contain counts by their dimensions, and
 * the sums of some values.
 */
export interface Aggregates {
  /** The number of rows, or of those that meet a condition. */
  count(condition?: Condition): Sql
  /** The sum of a value; null if there are no rows. */
  sum(value: string): Sql
  /** The smallest value; null if there are no rows. */
  least(value: string): Sql
  /** The largest value; null if there are no rows. */
  greatest(value: string): Sql
  /** The value below which a share of the rows lies, interpolated; null if there are no rows. */
  percentile(value: string, share: number): Sql
  /** The number of distinct values of a column that are not null. */
  distinct(column: Column): Sql
  /** The time of the first row; null if there are no rows. */
  earliest(): Sql
  /** The time of the last row; null if there are no rows. */
  latest(): Sql
}
