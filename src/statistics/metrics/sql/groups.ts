import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { type NameTable, newestNameSql } from '../../../records/definition/metrics/names.ts'
import { type Histogram, withHistograms } from './histograms.ts'
import type { Value } from './needs.ts'
import { partSql } from './part.ts'
import { keyName, quoted } from './quoted.ts'
import type { ReadRequest } from './reading.ts'

/** How groups are ordered. Ties are broken by key, ascending. Nulls come last. */
export interface GroupOrder {
  /** The value to order by; undefined to order by key. */
  readonly value: Value | undefined
  readonly descending: boolean
}

/** Options of a list of groups. */
export interface GroupsOptions {
  readonly order: GroupOrder
  readonly limit: number
  readonly histograms: readonly Histogram[]
  /** Where the newest known name of a key is looked up, by the position of the key. */
  readonly names: ReadonlyMap<number, NameTable>
}

/** The number of all groups, as a column. */
export const countColumn = '$groups'
/** The column with the newest known name of a key. */
export const nameColumn = (index: number): string => `name${index}`

const orderColumn = quoted('$order')

/** Computes the values of the first groups, in order, with the number of all groups and the names of their keys. */
export const groupsSql = (request: ReadRequest, { order, limit, histograms, names }: GroupsOptions): Sql => {
  const { value, descending } = order
  const direction = raw(descending ? 'DESC' : 'ASC')
  const by = (prefix: string) => {
    const keys = request.keys.map(({ type }, index) => {
      const key = sql`${raw(prefix)}${keyName(index)}${type === 'text' ? raw(' COLLATE "C"') : empty}`
      return value ? key : sql`${key} ${direction} NULLS LAST`
    })
    return join(value ? [sql`${raw(prefix)}${orderColumn} ${direction} NULLS LAST`, ...keys] : keys, ', ')
  }
  const ordered = value ? { ...request, values: [...request.values, { ...value, name: '$order' }] } : request
  const part = sql`
    SELECT *, count(*) OVER () AS ${quoted(countColumn)} FROM (${partSql(ordered)}) AS part
    ORDER BY ${by('part.')} LIMIT ${limit}`
  const named = [...names].map(
    ([index, source]) => sql`${newestNameSql(source, sql`listed.${keyName(index)}`)} AS ${quoted(nameColumn(index))}`,
  )
  const groups = withHistograms(part, request, {}, histograms)
  return sql`SELECT ${join([sql`listed.*`, ...named], ', ')} FROM (${groups}) AS listed ORDER BY ${by('listed.')}`
}
