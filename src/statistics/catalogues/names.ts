import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { columnOf } from '../../db/sql/table.ts'
import type { Catalogue, Referrer } from './catalogues.ts'

/**
 * Maximum number of records of each type, newest first, in which a name is looked up: a bot may have millions of calls
 * without a name.
 */
export const searchedRows = 1000

/** The most recent name of the entry `entry."key"`, regardless of the filter. Empty names are ignored. */
export const newestNameSql = ({ column, name }: Catalogue, referrers: readonly Referrer[]): Sql => {
  if (name === undefined) return raw('NULL::text')
  const named = referrers.filter(({ table }) => name in table.columns)
  const newest = named.map(({ table, source }) => {
    const [id, value] = [columnOf(table, column), columnOf(table, name)].map(columnSql)
    const time = columnSql(source.sortKeys[source.defaultSort]?.column ?? source.rolledUp.rollup.time)
    return sql`(
      SELECT name, seen FROM (
        SELECT ${value} AS name, ${time} AS seen FROM ${tableSql(table)} WHERE ${id} = entry."key"
        ORDER BY ${time} DESC LIMIT ${raw(String(searchedRows))}
      ) AS newest WHERE name <> '' ORDER BY seen DESC LIMIT 1)`
  })
  return sql`(SELECT name FROM (${join(newest, ' UNION ALL ')}) AS names ORDER BY seen DESC, name LIMIT 1)`
}
