import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { sketchedSql } from '../../../db/rollups/rolled.ts'
import { hasSketches, type SketchedRollup } from '../../../db/rollups/sketches.ts'
import type { Aggregates } from '../../../records/definition/metrics/aggregates.ts'
import type { MetricsSource } from '../../../records/definition/metrics/definition.ts'
import { findNeeds, type Value } from './needs.ts'
import type { ComputePart, PartOptions } from './partOptions.ts'
import { keyName, quoted } from './quoted.ts'
import { findGrain, groupBySql, type ReadRequest, valueSql, whereSql } from './reading.ts'
import { equalKeys } from './top.ts'

/** The rollup of a source if it has sketches. */
const findSketches = ({ rolledUp }: MetricsSource): SketchedRollup | undefined =>
  rolledUp && hasSketches(rolledUp.rollup) ? rolledUp.rollup : undefined

/** Whether sketches contain everything that a value is computed from: percentiles of the value that they are kept of. */
export const isInSketches = (source: MetricsSource, { name, select }: Value): boolean => {
  const { percentiles, sums, conditions, distinct, extremes } = findNeeds([{ name, select }])
  const others = sums.size + conditions.size + distinct.size
  const sketched = findSketches(source)?.sketched.name
  return percentiles.size > 0 && others === 0 && !extremes && [...percentiles.keys()].every((of) => of === sketched)
}

/** Whether percentiles of a request are estimated: it permits it, and the periods of sketches have its keys. */
export const isSketched = (request: ReadRequest): boolean =>
  request.estimates === true &&
  request.values.some((value) => isInSketches(request.source, value)) &&
  findGrain(request, findNeeds([])) !== undefined

/**
 * Computes the values of each group of rows, of which percentiles are estimated from sketches.
 * @param computeRest computes all other values.
 */
export const sketchedPartSql = (request: ReadRequest, options: PartOptions, computeRest: ComputePart): Sql => {
  const { source, values } = request
  const estimated = values.filter((value) => isInSketches(source, value))
  const estimates = estimatesSql({ ...request, values: estimated }, options)
  const others = values.filter((value) => !estimated.includes(value))
  if (others.length === 0) return estimates
  const { keys = request.keys } = options
  const matches = keys.map(({ type }, index) =>
    equalKeys(type, sql`part.${keyName(index)}`, sql`sketched.${keyName(index)}`),
  )
  const columns = estimated.map(({ name }) => sql`sketched.${quoted(name)}`)
  return sql`
    SELECT ${join([sql`part.*`, ...columns], ', ')} FROM (${computeRest({ ...request, values: others }, options)}) AS part
      LEFT JOIN (${estimates}) AS sketched
      ON ${join([sql`TRUE`, ...matches], ' AND ')}`
}

/** Estimates percentiles: finds the bins of the ranks that a percentile is interpolated between. */
const estimatesSql = (request: ReadRequest, { keys = request.keys, ...options }: PartOptions): Sql => {
  const { source, filter, values } = request
  const sketches = findSketches(source)
  const coarsest = findGrain(request, findNeeds([]))
  if (!sketches || !coarsest) throw new Error('There are no sketches')
  const inTotal = request.keys.every(({ column }) => column === undefined)
  const clocks = request.keys.flatMap(({ clock }) => clock ?? [])
  const startHours = clocks.every((clock) => clock.startHours)
    ? clocks.flatMap((clock) => clock.startHours ?? [])
    : undefined
  const relation = sketchedSql(sketches, source.rules, filter, { coarsest, inTotal, startHours })
  const time = raw('"time"')
  const varying = keys.flatMap((key, index) => (key.isConstant ? [] : [{ key, name: keyName(index) }]))
  const names = varying.map(({ name }) => name)
  const columnsOf = (...more: readonly Sql[]) => join([...names, ...more], ', ')
  const selected = varying.map(({ key, name }) => sql`${key.select(time)} AS ${name}`)
  const shown = keys.map((key, index) =>
    key.isConstant ? sql`${key.select(time)} AS ${keyName(index)}` : keyName(index),
  )
  // Without a limit of its own, the innermost statement would compute keys for each bin. The sketches of each group are
  // collected before they are merged: groups of few bins are merged faster than all bins together.
  return sql`
    SELECT ${join([...shown, ...values.map((value) => valueSql(value, binAggregates))], ', ')}
    FROM (
      SELECT ${columnsOf(sql`array_agg(ROW(bins, counts)) AS sketches`)}
      FROM (
        SELECT ${join([...selected, sql`bins, counts`], ', ')}
        FROM ${relation}${options.join?.(time) ?? empty}${whereSql([options.where, options.joinedWhere])} OFFSET 0
      ) AS keyed ${groupBySql(names.length)}
    ) AS grouped CROSS JOIN LATERAL (${mergedSql}) AS merged${names.length > 0 ? sql` WHERE total > 0` : empty}`
}

/** Merges `sketches`: their bins with rows in ascending order, and as many numbers of rows up to each of them. */
const mergedSql = sql`
  SELECT array_agg(bin ORDER BY bin) AS bins, array_agg(upto ORDER BY upto) AS uptos, max(upto) AS total
  FROM (
    SELECT bin, sum(n) OVER (ORDER BY bin ROWS UNBOUNDED PRECEDING) AS upto
    FROM (
      SELECT bin, sum(n)::float8 AS n
      FROM (SELECT unnest(bins) AS bin, unnest(counts) AS n FROM unnest(sketches) AS sketch (bins smallint[], counts integer[])) AS pairs
      GROUP BY bin HAVING sum(n) > 0
    ) AS binned
  ) AS ranked`

const requireOther = (): never => {
  throw new Error('Sketches contain only percentiles')
}

/**
 * Aggregates over the bins of a group, in ascending order: `uptos` is the number of values in a bin and those before it,
 * `total` that of all values.
 */
const binAggregates: Aggregates = {
  count: requireOther,
  sum: requireOther,
  least: requireOther,
  greatest: requireOther,
  percentile: (_value, share) => {
    const rank = sql`${share}::float8 * (total - 1)`
    const valueAt = (round: 'floor' | 'ceil') =>
      sql`botlens_bin_middle(bins[width_bucket(${raw(round)}(${rank}), uptos) + 1])`
    const [low, high] = [valueAt('floor'), valueAt('ceil')]
    return sql`${low} + (${high} - ${low}) * (${rank} - floor(${rank}))`
  },
  distinct: requireOther,
  earliest: requireOther,
  latest: requireOther,
}
