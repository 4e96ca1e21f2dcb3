import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../../../db/sql/filters.ts'
import type { Aggregates, Condition } from '../../../records/definition/metrics/aggregates.ts'
import type { MetricsSource } from '../../../records/definition/metrics/definition.ts'
import type { Needs, Value } from './needs.ts'
import { quoted } from './quoted.ts'

const filterOf = (condition: Condition | undefined): Sql =>
  condition ? sql` FILTER (WHERE ${columnSql(condition.column)} ${condition.test})` : empty

/**
 * Aggregates over rows. The percentiles of a value are computed together, in one pass over its sorted rows.
 * @param percentiles the shares of all percentiles of each value.
 */
export const rowAggregates = (
  { values, time }: MetricsSource,
  { percentiles }: Pick<Needs, 'percentiles'>,
): Aggregates => {
  const findValue = (name: string): Sql => {
    const value = values[name]
    if (!value) throw new Error(`The rows have no value ${name}`)
    return value
  }
  return {
    count: (condition) => sql`count(*)${filterOf(condition)}`,
    sum: (value) => sql`sum(${findValue(value)})`,
    least: (value) => sql`min(${findValue(value)})`,
    greatest: (value) => sql`max(${findValue(value)})`,
    percentile: (value, share) => {
      const shares = percentiles.get(value) ?? [share]
      const within = sql`WITHIN GROUP (ORDER BY ${findValue(value)})`
      if (shares.length === 1) return sql`percentile_cont(${share}::float8) ${within}`
      return sql`(percentile_cont(${shares}::float8[]) ${within})[${raw(String(shares.indexOf(share) + 1))}]`
    },
    distinct: (column) => sql`count(DISTINCT ${columnSql(column)})`,
    earliest: () => sql`min(${columnSql(time)})`,
    latest: () => sql`max(${columnSql(time)})`,
  }
}

const requireRows = (): never => {
  throw new Error('Rollups contain only counts and sums')
}

/** Aggregates over rollups. A period may contain no rows. */
export const rollupAggregates: Aggregates = {
  count: (condition) => sql`coalesce(sum(row_count)${filterOf(condition)}, 0)`,
  sum: (value) => sql`sum(${raw(`"${value}"`)})`,
  least: requireRows,
  greatest: requireRows,
  percentile: requireRows,
  distinct: requireRows,
  earliest: requireRows,
  latest: requireRows,
}

/** Aggregates that are computed by an inner statement, and the references to its columns. */
export interface NamedAggregates {
  /** Returns the column of each aggregate. */
  readonly aggregates: Aggregates
  /** The aggregates that have been requested, with the names of their columns. */
  readonly values: () => readonly Value[]
}

/**
 * Gives each distinct aggregate a column of its own.
 * @param prefix the prefix of the names of columns.
 * @param distinct the column with a number of distinct values.
 */
export const nameAggregates = (prefix: string, distinct: Aggregates['distinct']): NamedAggregates => {
  const values = new Map<string, Value>()
  const name = (key: string, select: Value['select']): Sql => {
    const value = values.get(key) ?? { name: `${prefix}${values.size}`, select }
    values.set(key, value)
    return quoted(value.name)
  }
  return {
    values: () => [...values.values()],
    aggregates: {
      count: (condition) =>
        name(`count ${condition?.column.name} ${condition?.test.sql}`, (rows) => rows.count(condition)),
      sum: (value) => name(`sum ${value}`, (rows) => rows.sum(value)),
      least: (value) => name(`least ${value}`, (rows) => rows.least(value)),
      greatest: (value) => name(`greatest ${value}`, (rows) => rows.greatest(value)),
      percentile: (value, share) => name(`percentile ${value} ${share}`, (rows) => rows.percentile(value, share)),
      distinct,
      earliest: () => name('earliest', (rows) => rows.earliest()),
      latest: () => name('latest', (rows) => rows.latest()),
    },
  }
}

const requireWhole = (): never => {
  throw new Error('Percentiles and distinct values cannot be computed from partial results')
}

/** Aggregates in two steps: over partial results that are aggregates themselves. */
export const aggregatePartially = (): NamedAggregates => {
  const { values, aggregates: parts } = nameAggregates('p', requireWhole)
  return {
    values,
    aggregates: {
      count: (condition) => sql`coalesce(sum(${parts.count(condition)}), 0)`,
      sum: (value) => sql`sum(${parts.sum(value)})`,
      least: (value) => sql`min(${parts.least(value)})`,
      greatest: (value) => sql`max(${parts.greatest(value)})`,
      percentile: requireWhole,
      distinct: requireWhole,
      earliest: () => sql`min(${parts.earliest()})`,
      latest: () => sql`max(${parts.latest()})`,
    },
  }
}
