import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { isRolledUp } from '../../../db/lists/source.ts'
import { columnSql } from '../../../db/sql/filters.ts'
import type { Column } from '../../../db/sql/table.ts'
import { nameAggregates } from './aggregates.ts'
import type { Key } from './keys.ts'
import { findNeeds } from './needs.ts'
import type { ComputePart, PartOptions } from './partOptions.ts'
import { keyName } from './quoted.ts'
import { groupBySql, type ReadRequest, valueSql } from './reading.ts'
import { equalKeys } from './top.ts'

/**
 * Whether distinct values are counted in statements of their own, each of which first groups the rows by the value.
 * `count(DISTINCT)` sorts all rows instead, but reads them once. It is used if the rows are sorted anyway, for
 * percentiles of groups; if there are about as many groups as values; if the filter is expensive; and if there is no
 * rollup, since the rows are then expensive to compute.
 */
export const isCountedApart = (request: ReadRequest, { keys = request.keys }: PartOptions): boolean => {
  const { filter, source, values } = request
  const { distinct, percentiles } = findNeeds(values)
  if (distinct.size === 0 || !source.rolledUp || !isRolledUp(filter, source.rolledUp.fields)) return false
  return keys.length === 0 || (percentiles.size === 0 && !keys.some(({ isNumerous }) => isNumerous))
}

/** Computes the values of a part from one statement for each column of distinct values, and one for all other values. */
export const countedApartSql = (request: ReadRequest, options: PartOptions, computePart: ComputePart): Sql => {
  const { keys = request.keys } = options
  const counted: Column[] = []
  const { aggregates, values } = nameAggregates('p', (column) => {
    if (!counted.some(({ name }) => name === column.name)) counted.push(column)
    return raw(`d${counted.findIndex(({ name }) => name === column.name)}.n`)
  })
  const selected = request.values.map((value) => valueSql(value, aggregates))
  const parts: (readonly [alias: Sql, part: Sql])[] = counted.map((column, index) => [
    raw(`d${index}`),
    distinctSql(request, options, column, computePart),
  ])
  if (values().length > 0) parts.unshift([raw('whole'), computePart({ ...request, values: values() }, options)])
  const [first = empty] = parts.map(([alias]) => alias)
  const joined = parts.slice(1).map(([alias, part]) => {
    const matches = keys.map(({ type }, index) =>
      equalKeys(type, sql`${first}.${keyName(index)}`, sql`${alias}.${keyName(index)}`),
    )
    return sql` JOIN (${part}) AS ${alias} ON ${join([sql`TRUE`, ...matches], ' AND ')}`
  })
  const columns = [...keys.map((_, index) => sql`${first}.${keyName(index)}`), ...selected]
  return sql`SELECT ${join(columns, ', ')} FROM (${parts[0]?.[1] ?? empty}) AS ${first}${joined.length > 0 ? join(joined, '') : empty}`
}

/** Counts the distinct values of a column in each group, which are first found by grouping. */
const distinctSql = (request: ReadRequest, options: PartOptions, column: Column, computePart: ComputePart): Sql => {
  const { keys = request.keys } = options
  const value: Key = { type: 'text', select: () => columnSql(column), column: column.name, needsRow: true }
  const found = computePart(
    { ...request, keys: [...request.keys, value], values: [] },
    { ...options, keys: [...keys, value] },
  )
  const names = keys.map((_, index) => keyName(index))
  return sql`
    SELECT ${join([...names, sql`count(${keyName(keys.length)}) AS n`], ', ')}
    FROM (${found}) AS found ${groupBySql(keys.length)}`
}
