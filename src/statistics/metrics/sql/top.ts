import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../../../db/sql/filters.ts'
import type { Key } from './keys.ts'

/** The value of a key as the database returns it. */
export type KeyValue = string | number | boolean | null

/** The groups that a list consists of, by their keys and in order. */
export interface Top {
  readonly keys: readonly Key[]
  readonly groups: readonly (readonly KeyValue[])[]
}

const placeholders: Readonly<Record<Key['type'], Sql>> = {
  text: raw(`''`),
  integer: raw('-1'),
  bigint: raw('-1'),
  boolean: raw('FALSE'),
  timestamp: raw(`timestamp '-infinity'`),
}

/** Compares keys, in which nulls equal each other, in a way that permits a hash join. */
export const equalKeys = (type: Key['type'], one: Sql, other: Sql): Sql =>
  sql`coalesce(${one}, ${placeholders[type]}) = coalesce(${other}, ${placeholders[type]}) AND (${one} IS NULL) = (${other} IS NULL)`

const valuesAt = ({ groups }: Top, index: number): readonly KeyValue[] => groups.map((group) => group[index] ?? null)

const name = (index: number): Sql => raw(`top.v${index}`)

/**
 * Joins rows with the group of the list that they are in. Its `top.rank` is the position of the group, from 1; null for
 * rows of other groups. An inner join could be executed in the order of the groups, which reads all rows for each.
 */
export const joinTop = (top: Top, time: Sql): Sql => {
  const { keys } = top
  const arrays = keys.map(({ type }, index) => sql`${valuesAt(top, index)}::${raw(type)}[]`)
  const names = keys.map((_, index) => raw(`v${index}`))
  const conditions = keys.map(({ type, select }, index) => {
    const hasNull = valuesAt(top, index).includes(null)
    return hasNull ? equalKeys(type, select(time), name(index)) : sql`${select(time)} = ${name(index)}`
  })
  return sql` LEFT JOIN unnest(${join(arrays, ', ')}) WITH ORDINALITY AS top (${join(names, ', ')}, rank)
    ON ${join(conditions, ' AND ')}`
}

/**
 * Conditions on rows that are joined with the groups of a list: in one of these groups, or in none of them. PostgreSQL
 * would expect almost no rows with a null rank.
 */
export const isListed = raw('coalesce(top.rank, 0) > 0')
export const isNotListed = raw('coalesce(top.rank, 0) < 1')

/** The position of the group that a row is in; null for rows of other groups. */
export const rankKey: Key = { type: 'bigint', select: () => raw('top.rank') }

/** A condition that only the rows of some groups meet, so that an index can find them; undefined if there is none. */
export const restrictToTop = (top: Top): Sql | undefined => {
  const conditions = top.keys.flatMap(({ type, column, isPlain }, index) => {
    if (!isPlain || column === undefined || type !== 'text') return []
    const values = [...new Set(valuesAt(top, index))]
    const one = sql`${columnSql({ name: column })} = ANY(${values.filter((value) => value !== null)}::text[])`
    return [values.includes(null) ? sql`(${one} OR ${columnSql({ name: column })} IS NULL)` : one]
  })
  return conditions.length === 0 ? undefined : join(conditions, ' AND ')
}
