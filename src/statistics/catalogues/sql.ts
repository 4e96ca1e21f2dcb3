import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnSql, filterSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { columnOf } from '../../db/sql/table.ts'
import { type Catalogue, type Referrer, referrersOf } from './catalogues.ts'
import { newestNameSql } from './names.ts'
import type { CatalogueRequest } from './request.ts'
import { rolledEntriesSql } from './rolledEntries.ts'
import { storedEntriesSql } from './storedEntries.ts'

/**
 * The entries of a catalogue in scope, by key, in one statement. Selects `key`, the counts by the name of the list,
 * `$values`, and `$name`, `firstSeen` and `lastSeen`, which are looked up by index for the returned entries only.
 */
export const catalogueSql = (catalogue: Catalogue, request: CatalogueRequest): Sql => {
  const referrers = referrersOf(catalogue)
  const entriesSql = catalogue.isRolledUp ? rolledEntriesSql : storedEntriesSql
  const order = sql`ORDER BY "key" COLLATE "C"`
  return sql`
  SELECT entry.*, ${request.isNamed ? newestNameSql(catalogue, referrers) : raw('NULL::text')} AS "$name",
    coalesce(${seenSql('first', catalogue, referrers, request)}, "$first") AS "firstSeen",
    coalesce(${seenSql('last', catalogue, referrers, request)}, "$last") AS "lastSeen"
  FROM (${entriesSql(catalogue, referrers, request)} ${order} LIMIT ${request.limit}::bigint) AS entry ${order}`
}

const bounds = { first: { of: 'min', among: 'least' }, last: { of: 'max', among: 'greatest' } } as const

/** The time of the first or the latest record of an entry in scope. */
const seenSql = (
  bound: keyof typeof bounds,
  { column }: Catalogue,
  referrers: readonly Referrer[],
  { filter, isTimed }: CatalogueRequest,
): Sql => {
  if (!isTimed) return raw('NULL::timestamptz')
  const { of, among } = bounds[bound]
  const times = referrers.map(({ table, source }) => {
    const time = columnSql(source.rolledUp.rollup.time)
    return sql`(SELECT ${raw(of)}(${time}) FROM ${tableSql(table)}
      WHERE ${columnSql(columnOf(table, column))} = entry."key" AND ${filterSql(source.rules, filter)})`
  })
  return sql`${raw(among)}(${join(times, ', ')})`
}
