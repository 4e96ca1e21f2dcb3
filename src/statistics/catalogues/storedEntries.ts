import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnSql, filterSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { columnOf } from '../../db/sql/table.ts'
import type { Catalogue, Referrer } from './catalogues.ts'
import { type CatalogueRequest, quoted, searchSql } from './request.ts'

/**
 * The entries of a catalogue that may be too many to group at once. Each record contributes its first keys, in the
 * order of an index, so that a page reads the records of its own entries only.
 */
export const storedEntriesSql = (
  { column, name }: Catalogue,
  referrers: readonly Referrer[],
  { filter, search, after, limit, counts }: CatalogueRequest,
): Sql => {
  const keys = referrers.map(({ table, source }) => {
    const key = columnOf(table, column)
    const names = [key.name, ...(name !== undefined && name in table.columns ? [columnOf(table, name).name] : [])]
    const conditions = [
      sql`${columnSql(key)} IS NOT NULL`,
      ...(after === undefined ? [] : [sql`${columnSql(key)} COLLATE "C" > ${after}`]),
      ...(search === '' ? [] : [searchSql(search, ...names)]),
      filterSql(source.rules, filter),
    ]
    return sql`(
      SELECT DISTINCT ${columnSql(key)} COLLATE "C" AS "key" FROM ${tableSql(table)} WHERE ${join(conditions, ' AND ')}
      ORDER BY 1 LIMIT ${limit}::bigint)`
  })
  const sums = referrers
    .filter(({ list }) => counts.includes(list))
    .map(
      ({ list, table, source }) => sql`(
      SELECT count(*) FROM ${tableSql(table)}
      WHERE ${columnSql(columnOf(table, column))} = entry."key" AND ${filterSql(source.rules, filter)}
    ) AS ${quoted(list)}`,
    )
  return sql`
    SELECT ${join([raw('"key"'), ...sums, raw(`NULL::text[] AS "$values", NULL::timestamptz AS "$first", NULL::timestamptz AS "$last"`)], ', ')}
    FROM (SELECT "key" FROM (${join(keys, ' UNION ')}) AS found ORDER BY 1 LIMIT ${limit}::bigint) AS entry`
}
