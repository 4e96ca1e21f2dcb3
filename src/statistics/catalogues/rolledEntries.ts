import sql, { join, raw, type Sql } from 'sql-template-tag'
import { rolledSql } from '../../db/rollups/rolled.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { columnOf } from '../../db/sql/table.ts'
import { type Catalogue, type Referrer, valuesOf } from './catalogues.ts'
import { newestNameSql } from './names.ts'
import { type CatalogueRequest, quoted, searchSql } from './request.ts'

/**
 * The entries of a catalogue that records have as a dimension of their rollups. `$first` and `$last` are precise to the
 * period of a rollup.
 */
export const rolledEntriesSql = (
  catalogue: Catalogue,
  referrers: readonly Referrer[],
  { filter, search, after, counts }: CatalogueRequest,
): Sql => {
  const values = valuesOf(catalogue)
  const parts = referrers.map(({ list, table, source }) => {
    const key = columnSql(columnOf(table, catalogue.column))
    const distinct = values ? sql`array_agg(DISTINCT ${columnSql(values.column)}::text)` : raw('NULL::text[]')
    return sql`
      SELECT ${key} AS "key", ${raw(`'${list}'`)} AS list, sum(row_count) AS count, ${distinct} AS found,
        min("time") AS since, max("time") AS until
      FROM ${rolledSql(source.rolledUp.rollup, source.rules, filter)} GROUP BY 1 HAVING sum(row_count) > 0`
  })
  const sums = counts.map(
    (list) => sql`coalesce(sum(count) FILTER (WHERE list = ${raw(`'${list}'`)}), 0) AS ${quoted(list)}`,
  )
  const columns = join(
    [raw('"key"'), ...sums, raw(`max(found) AS "$values", min(since) AS "$first", max(until) AS "$last"`)],
    ', ',
  )
  const entries = sql`SELECT ${columns} FROM (${join(parts, ' UNION ALL ')}) AS counted
    WHERE "key" IS NOT NULL${after === undefined ? raw('') : sql` AND "key" COLLATE "C" > ${after}`} GROUP BY "key"`
  if (search === '') return entries
  const list = join([raw('"key"'), ...counts.map(quoted), raw('"$values", "$first", "$last"')], ', ')
  return sql`
    SELECT ${list} FROM (
      SELECT entry.*, ${newestNameSql(catalogue, referrers)} AS "$searched" FROM (${entries}) AS entry
    ) AS entry WHERE ${searchSql(search, 'key', '$searched')}`
}
