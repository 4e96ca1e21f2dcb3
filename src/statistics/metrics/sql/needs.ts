import { raw, type Sql } from 'sql-template-tag'
import type { Column } from '../../../db/sql/table.ts'
import type { Aggregates } from '../../../records/definition/metrics/aggregates.ts'

/** A value that a statement computes: the name of its column, and its expression. */
export interface Value {
  readonly name: string
  readonly select: (rows: Aggregates) => Sql
}

/** What values are computed from. */
export interface Needs {
  /** The columns that conditions refer to, by name. */
  readonly conditions: ReadonlySet<string>
  /** The names of the values whose sum is needed. */
  readonly sums: ReadonlySet<string>
  /** The columns whose distinct values are counted, by name. */
  readonly distinct: ReadonlyMap<string, Column>
  /** The shares of the percentiles of each value, by its name. They cannot be computed from partial results. */
  readonly percentiles: ReadonlyMap<string, readonly number[]>
  /** Whether smallest or largest values or exact times are needed. */
  readonly extremes: boolean
}

/** Determines what values are computed from. */
export const findNeeds = (values: readonly Value[]): Needs => {
  const conditions = new Set<string>()
  const sums = new Set<string>()
  const distinct = new Map<string, Column>()
  const percentiles = new Map<string, number[]>()
  let extremes = false
  const none = raw('NULL')
  const noteExtreme = () => {
    extremes = true
    return none
  }
  const noting: Aggregates = {
    count: (condition) => {
      if (condition) conditions.add(condition.column.name)
      return none
    },
    sum: (value) => {
      sums.add(value)
      return none
    },
    distinct: (column) => {
      distinct.set(column.name, column)
      return none
    },
    percentile: (value, share) => {
      const shares = percentiles.get(value) ?? []
      percentiles.set(value, shares.includes(share) ? shares : [...shares, share])
      return none
    },
    least: noteExtreme,
    greatest: noteExtreme,
    earliest: noteExtreme,
    latest: noteExtreme,
  }
  for (const { select } of values) select(noting)
  return { conditions, sums, distinct, percentiles, extremes }
}
