import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { isRolledUp } from '../../../db/lists/source.ts'
import { rolledSql } from '../../../db/rollups/rolled.ts'
import { columnSql, type Filter, filterSql } from '../../../db/sql/filters.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import type { Aggregates } from '../../../records/definition/metrics/aggregates.ts'
import type { MetricsSource } from '../../../records/definition/metrics/definition.ts'
import type { Grain } from '../../../shared/rollupSpans.ts'
import { aggregatePartially, rollupAggregates, rowAggregates } from './aggregates.ts'
import type { Key } from './keys.ts'
import { findNeeds, type Needs, type Value } from './needs.ts'
import { quoted } from './quoted.ts'

/** Which rows are read, by which keys, to compute which values. */
export interface ReadRequest {
  readonly source: MetricsSource
  readonly filter: Filter<MonitoringFields>
  readonly keys: readonly Key[]
  readonly values: readonly Value[]
  /** Whether percentiles may be estimated from sketches. */
  readonly estimates?: boolean
}

/** A relation to compute values from. */
export interface Reading {
  /** What is read: exact sums by period, or rows. */
  readonly from: 'rollups' | 'rows'
  readonly aggregates: Aggregates
  /** The time of a row of the relation. */
  readonly time: Sql
  /** The relation and its conditions, for `FROM`, once all values have been selected. */
  readonly relation: (options: RelationOptions) => Sql
}

/** What a relation is joined with and restricted by. */
export interface RelationOptions {
  /** Another condition on the rows that are read. */
  readonly where?: Sql | undefined
  readonly join?: Sql | undefined
  /** A condition on the joined rows. */
  readonly joinedWhere?: Sql | undefined
}

const grains: readonly Grain[] = ['hour', 'day', 'month']

/** The longest periods of rollups that serve a request; undefined if it needs rows. */
export const findGrain = (
  { source, filter, keys }: Pick<ReadRequest, 'source' | 'filter' | 'keys'>,
  needs: Needs,
): Grain | undefined => {
  const { rolledUp } = source
  if (!rolledUp || needs.percentiles.size > 0 || needs.extremes || needs.distinct.size > 0) return undefined
  if (keys.some(({ needsRow }) => needsRow)) return undefined
  const { dimensions, measures } = rolledUp.rollup
  const isDimension = (name: string) => dimensions.some((dimension) => dimension.name === name)
  const isServed =
    isRolledUp(filter, rolledUp.fields) &&
    [...needs.conditions].every(isDimension) &&
    [...needs.sums].every((name) => name in measures) &&
    keys.every(({ column, clock }) => (column === undefined || isDimension(column)) && (!clock || clock.grain))
  if (!isServed) return undefined
  const index = Math.min(...keys.map(({ clock }) => grains.indexOf(clock?.grain ?? 'month')), grains.length - 1)
  return grains[index]
}

/** Chooses rollups for a request if they contain all that it needs, otherwise rows. */
export const chooseReading = (request: ReadRequest): Reading => {
  const needs = findNeeds(request.values)
  const grain = findGrain(request, needs)
  const reading = grain ? readRollups(request, needs, grain) : readRows(request, needs)
  return isWorthPartial(request, needs) ? readPartially(request, reading) : reading
}

const readRollups = ({ source, filter, keys }: ReadRequest, needs: Needs, coarsest: Grain): Reading => {
  const { rolledUp, rules } = source
  if (!rolledUp) throw new Error('There are no rollups')
  const inTotal = needs.conditions.size === 0 && keys.every(({ column }) => column === undefined)
  const relation = rolledSql(rolledUp.rollup, rules, filter, { coarsest, inTotal })
  return {
    from: 'rollups',
    aggregates: rollupAggregates,
    time: raw('"time"'),
    relation: ({ join: joined = empty, where, joinedWhere }) =>
      sql`${relation}${joined}${whereSql([where, joinedWhere])}`,
  }
}

const readRows = ({ source, filter, keys }: ReadRequest, needs: Needs): Reading => {
  const lists = keys.flatMap(({ items, column }) =>
    items && column !== undefined
      ? [sql` LEFT JOIN LATERAL unnest(${items}) AS ${raw(`"${column} of"`)} (${raw(`"${column}"`)}) ON TRUE`]
      : [],
  )
  const { relation, rules, time } = source
  const condition = filterSql(rules, filter)
  return {
    from: 'rows',
    aggregates: rowAggregates(source, needs),
    time: columnSql(time),
    relation: ({ join: joined = empty, where, joinedWhere }) =>
      sql`${relation(filter)}${join([...lists, joined], '')}${whereSql([condition, where, joinedWhere])}`,
  }
}

/**
 * Whether rows are first aggregated by columns and periods: a key of the time is expensive to compute, and there are
 * few periods. Distinct values and percentiles are computed from rows.
 */
const isWorthPartial = ({ keys }: ReadRequest, needs: Needs): boolean =>
  needs.percentiles.size === 0 &&
  needs.distinct.size === 0 &&
  !keys.some(({ needsRow }) => needsRow) &&
  keys.some(({ clock }) => clock !== undefined)

const origin = raw(`timestamptz '0001-01-01 00:00:00Z'`)

const readPartially = ({ keys }: ReadRequest, whole: Reading): Reading => {
  const { aggregates, values } = aggregatePartially()
  const clocks = keys.flatMap(({ clock }) => clock ?? [])
  const steps = clocks.map(({ step }) => step ?? 0)
  const step = Math.min(...steps)
  const time =
    whole.from === 'rollups' || step === 0
      ? whole.time
      : sql`date_bin(${raw(`'${step} milliseconds'`)}, ${whole.time}, ${origin})`
  const names = new Set(keys.flatMap(({ column }) => column ?? []))
  const groups = [...[...names].map(quoted), sql`${time} AS "time"`]
  return {
    from: whole.from,
    aggregates,
    time: raw('"time"'),
    relation: ({ join: joined = empty, where, joinedWhere }) =>
      sql`(
        SELECT ${join([...groups, ...values().map((value) => valueSql(value, whole.aggregates))], ', ')}
        FROM ${whole.relation({ where })} ${groupBySql(groups.length)}
      ) AS parts${joined}${whereSql([joinedWhere])}`,
  }
}

/** Computes a value as a column. */
export const valueSql = ({ name, select }: Value, aggregates: Aggregates): Sql =>
  sql`${select(aggregates)} AS ${quoted(name)}`

/** The conditions that are given, as `WHERE`. */
export const whereSql = (conditions: readonly (Sql | undefined)[]): Sql => {
  const given = conditions.filter((condition) => condition !== undefined)
  return given.length === 0 ? empty : sql` WHERE ${join(given, ' AND ')}`
}

/** Groups by the first columns of a statement. */
export const groupBySql = (columns: number): Sql =>
  columns === 0 ? empty : raw(`GROUP BY ${Array.from({ length: columns }, (_, index) => index + 1).join(', ')}`)
