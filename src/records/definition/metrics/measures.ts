import sql, { raw, type Sql } from 'sql-template-tag'
import type { Column } from '../../../db/sql/table.ts'
import type { Aggregates, Condition } from './aggregates.ts'

/** The unit of a measure. */
export type Unit = 'count' | 'percent' | 'tokens' | 'tokens per second' | 'US dollars' | 'milliseconds' | 'time'

/** What is computed for a group of rows. */
export type Measure = SingleMeasure | DistributionMeasure

/** A measure with a single value. */
export interface SingleMeasure {
  readonly kind: 'single'
  readonly description: string
  readonly unit: Unit
  /** Its type in the schema. Whole numbers are 0 and all other values null where there are no rows. */
  readonly type: 'SafeInt' | 'Float' | 'DateTime'
  /** Whether the values of groups add up to the value of all rows. */
  readonly isAdditive: boolean
  readonly select: (rows: Aggregates) => Sql
  /** Which measures tell of how many values it leaves out; undefined if it has all values. */
  readonly unrecorded?: Unrecorded
}

/** The measures that count the values that a measure adds up, with and without those that were not recorded. */
export interface Unrecorded {
  /** The name of the measure that counts all of them. */
  readonly all: string
  /** The name of the measure that counts those that were not recorded. If these are all, the value is not known. */
  readonly without: string
}

/** The distribution of a value: average, extremes, percentiles and a histogram. */
export interface DistributionMeasure {
  readonly kind: 'distribution'
  readonly description: string
  readonly unit: Unit
  /** The name of the value among those of the source. */
  readonly value: string
  /** Which rows have the value. If absent, all rows do. */
  readonly known?: Condition
}

const single = (description: string, rest: Omit<SingleMeasure, 'kind' | 'description'>): SingleMeasure => ({
  kind: 'single',
  description,
  ...rest,
})

/** A number of rows. */
export const countOf = (description: string, condition?: Condition): SingleMeasure =>
  single(description, {
    unit: 'count',
    type: 'SafeInt',
    isAdditive: true,
    select: (rows) => rows.count(condition),
  })

/** The sum of a whole number. */
export const sumOf = (description: string, value: string, unit: Unit = 'count'): SingleMeasure =>
  single(description, {
    unit,
    type: 'SafeInt',
    isAdditive: true,
    select: (rows) => rows.sum(value),
  })

/** A sum of costs in US dollars. */
export const costOf = (description: string, value: string, unrecorded: Unrecorded): SingleMeasure =>
  single(`${description} Rounded to 6 decimal places, and capped at the largest double-precision number.`, {
    unit: 'US dollars',
    type: 'Float',
    isAdditive: true,
    select: (rows) => sql`coalesce(round(${rows.sum(value)}, 6), 0)`,
    unrecorded,
  })

/** A share of rows, as a percentage. */
export const rateOf = (
  description: string,
  part: Condition | ((rows: Aggregates) => Sql),
  whole: (rows: Aggregates) => Sql = (rows) => rows.count(),
): SingleMeasure =>
  quotientOf(
    description,
    (rows) => sql`100 * ${typeof part === 'function' ? part(rows) : rows.count(part)}`,
    whole,
    'percent',
  )

/** A quotient of two aggregates, such as an average. */
export const quotientOf = (
  description: string,
  dividend: (rows: Aggregates) => Sql,
  divisor: (rows: Aggregates) => Sql,
  unit: Unit,
  decimals = 2,
): SingleMeasure =>
  single(`${description} Rounded to ${decimals} decimal places.`, {
    unit,
    type: 'Float',
    isAdditive: false,
    select: (rows) => quotientSql(dividend(rows), divisor(rows), decimals),
  })

/** A number of distinct values of a column. */
export const distinctOf = (description: string, column: Column): SingleMeasure =>
  single(description, {
    unit: 'count',
    type: 'SafeInt',
    isAdditive: false,
    select: (rows) => rows.distinct(column),
  })

/** The time of the first or last row. */
export const timeOf = (description: string, end: 'earliest' | 'latest'): SingleMeasure =>
  single(description, {
    unit: 'time',
    type: 'DateTime',
    isAdditive: false,
    select: (rows) => rows[end](),
  })

/** The distribution of a number of milliseconds. */
export const durationsOf = (description: string, value: string, known?: Condition): DistributionMeasure => ({
  kind: 'distribution',
  description,
  unit: 'milliseconds',
  value,
  ...(known && { known }),
})

/** A quotient, exact until it is rounded; null if the divisor is 0. */
export const quotientSql = (dividend: Sql, divisor: Sql, decimals: number): Sql =>
  sql`round((${dividend})::numeric / nullif(${divisor}, 0), ${raw(String(decimals))})`
