import sql, { join, raw, type Sql } from 'sql-template-tag'
import { relationOf } from '../../db/lists/relation.ts'
import { isRolledUp, type RolledUp } from '../../db/lists/source.ts'
import { rolledSql } from '../../db/rollups/rolled.ts'
import { contains, unknownValue } from '../../db/sql/filterRules.ts'
import { columnSql, type Filter, filterSql, type Rules } from '../../db/sql/filters.ts'
import { literalSql } from '../../db/sql/literals.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { type Column, optional } from '../../db/sql/table.ts'
import { nameTableOf, newestNameSql } from '../../records/definition/metrics/names.ts'
import { findTableOfModel } from '../../records/registry.ts'
import type { Facet, FacetRequest } from './facets.ts'

/** What the rows of a list are read from. */
export interface FacetSource {
  readonly table: { readonly name: string }
  readonly rules: Rules<MonitoringFields>
  /** The rules that are best for the few rows of one parent, instead of those with the same names. */
  readonly rowRules?: Partial<Rules<MonitoringFields>> | undefined
  /** The rows in a relation that is best for counting many of them. */
  readonly storedRows?: ((isWhole: boolean) => Sql) | undefined
  /** Its rollup; undefined if there is none. */
  readonly rolledUp: RolledUp | undefined
}

/** A facet to read, and the filter of the rows that it counts. */
export interface FacetPart {
  readonly facet: Facet
  readonly request: FacetRequest
  /** The same object for all facets that count the same rows. */
  readonly filter: Filter<MonitoringFields>
}

/** The parents whose rows are counted, each on its own. */
export interface FacetParents {
  /** The column that refers to the parent. */
  readonly column: Column
  readonly keys: readonly string[]
}

/** Rows that are grouped by one or several columns, each on its own. */
interface Grouped {
  readonly filter: Filter<MonitoringFields>
  readonly isRolled: boolean
  readonly columns: Column[]
}

/**
 * The values of facets with their number of rows, in one statement. The rows of each filter are read once for all of its
 * facets, from rollups if those contain what the filter restricts and the facet counts. Selects `part` (the position of
 * the facet), `value`, `count` and `name`, in order; with parents, also `key`.
 */
export const facetsSql = (source: FacetSource, parts: readonly FacetPart[], parents?: FacetParents): Sql => {
  const order = sql`ORDER BY part, count DESC, value`
  if (!parents) return sql`SELECT * FROM (${valuesSql(source, parts, undefined)}) AS found ${order}`
  return sql`
    SELECT parent.key, found.* FROM unnest(${parents.keys}::text[]) AS parent (key)
    CROSS JOIN LATERAL (${valuesSql(source, parts, parents.column)}) AS found ${order}`
}

const valuesSql = (source: FacetSource, parts: readonly FacetPart[], column: Column | undefined): Sql => {
  const groups: Grouped[] = []
  const selects = parts.map(({ facet, request, filter }, index) => {
    const isRolled = !column && canBeRolled(source, facet, filter)
    let group = groups.findIndex((one) => one.filter === filter && one.isRolled === isRolled)
    if (group === -1) group = groups.push({ filter, isRolled, columns: [] }) - 1
    const columns = groups[group]?.columns ?? []
    if (!columns.includes(facet.column)) columns.push(facet.column)
    const counted = countedSql(facet, groupName(group), columns.indexOf(facet.column))
    return sql`SELECT ${raw(String(index))} AS part, found.* FROM (${partSql(facet, request, counted)}) AS found`
  })
  const queries = groups.map(
    (group, index) => sql`${groupName(index)} AS MATERIALIZED (${groupedSql(source, group, column)})`,
  )
  return sql`WITH ${join(queries, ', ')} ${join(selects, ' UNION ALL ')}`
}

const groupName = (index: number): Sql => raw(`grouped${index}`)
const keyName = (index: number): Sql => raw(`k${index}`)

const canBeRolled = ({ rolledUp }: FacetSource, { column }: Facet, filter: object): boolean =>
  rolledUp !== undefined &&
  isRolledUp(filter, rolledUp.fields) &&
  rolledUp.rollup.dimensions.some(({ name }) => name === column.name)

/**
 * The number of rows by each column: a group has the value of one column, in all others it is null. Groups whose value is
 * null itself are not distinguished, since they are not values of a facet.
 */
const groupedSql = (
  source: FacetSource,
  { filter, isRolled, columns }: Grouped,
  parentColumn: Column | undefined,
): Sql => {
  const { table, rules, rowRules, rolledUp } = source
  const keys = join(
    columns.map((column, index) => sql`${columnSql(column)} AS ${keyName(index)}`),
    ', ',
  )
  const sets = raw(`GROUPING SETS (${columns.map((_, index) => `(${index + 1})`).join(', ')})`)
  const by = columns.length === 1 ? raw('1') : sets
  if (isRolled && rolledUp)
    // Periods whose rows have been deleted may remain.
    return sql`
      SELECT ${keys}, sum(row_count)::bigint AS count FROM ${rolledSql(rolledUp.rollup, rules, filter)}
      GROUP BY ${by} HAVING sum(row_count) > 0`
  const [rows, where] = parentColumn
    ? [
        tableSql(table),
        sql`${columnSql(parentColumn)} = parent.key AND ${filterSql({ ...rules, ...rowRules }, filter)}`,
      ]
    : [relationOf(source, filter), filterSql(rules, filter)]
  return sql`SELECT ${keys}, count(*) FROM ${rows} WHERE ${where} GROUP BY ${by}`
}

/** A stored value as the literal of a text. */
const textLiteral = (value: string | number): Sql => literalSql(String(value))

/** The values of a facet as text, with their number of rows. */
const countedSql = ({ dimension: { value } }: Facet, group: Sql, index: number): Sql => {
  const key = sql`${keyName(index)}::text COLLATE "C"`
  if (value.kind !== 'enum') return sql`SELECT ${key} AS value, count FROM ${group} WHERE ${keyName(index)} IS NOT NULL`
  const known = join(Object.values(value.kinds).map(textLiteral), ', ')
  return sql`
    SELECT CASE WHEN ${key} IN (${known}) THEN ${key} ELSE ${textLiteral(unknownValue)} END AS value,
      sum(count)::bigint AS count
    FROM ${group} WHERE ${keyName(index)} IS NOT NULL GROUP BY 1`
}

const unnamed = raw('NULL::text')

/** The first values of a facet that match a search, with their names. */
const partSql = ({ dimension: { value } }: Facet, { search, first, isNamed }: FacetRequest, counted: Sql): Sql => {
  const named =
    value.kind === 'named' ? newestNameSql(nameTableOf(value.names, findTableOfModel), raw('entry.value')) : unnamed
  const name = isNamed ? named : unnamed
  const page = (entries: Sql) => sql`${entries} ORDER BY count DESC, value LIMIT ${first}::bigint`
  if (search === '') return sql`SELECT entry.*, ${name} AS name FROM (${page(counted)}) AS entry`
  if (value.kind === 'enum') {
    const text = search.toLowerCase()
    const matching = Object.entries({ ...value.kinds, UNKNOWN: unknownValue })
      .filter(([kind]) => kind.toLowerCase().includes(text))
      .map(([, stored]) => String(stored))
    return page(
      sql`SELECT entry.*, ${unnamed} AS name FROM (${counted}) AS entry WHERE value = ANY(${matching}::text[])`,
    )
  }
  const matches = contains(optional('value', 'text'), optional('name', 'text'))(search, 'search') ?? raw('TRUE')
  return page(sql`
    SELECT value, count, name FROM (SELECT entry.*, ${named} AS name FROM (${counted}) AS entry) AS entry WHERE ${matches}`)
}
