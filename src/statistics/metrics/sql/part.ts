import sql, { empty, join, type Sql } from 'sql-template-tag'
import { countedApartSql, isCountedApart } from './countedApart.ts'
import type { PartOptions } from './partOptions.ts'
import { keyName, quoted } from './quoted.ts'
import { chooseReading, groupBySql, type ReadRequest, valueSql } from './reading.ts'
import { isSketched, sketchedPartSql } from './sketches.ts'

/** Computes the values of each group of rows: keys as `k0`, `k1`…, and values by their names. */
export const partSql = (request: ReadRequest, options: PartOptions = {}): Sql => {
  if (isSketched(request)) return sketchedPartSql(request, options, partSql)
  return isCountedApart(request, options) ? countedApartSql(request, options, partSql) : readPartSql(request, options)
}

const readPartSql = (request: ReadRequest, options: PartOptions): Sql => {
  const { keys = request.keys, where, joinedWhere } = options
  const { from, aggregates, time, relation } = chooseReading(request)
  const selected = [
    ...keys.map((key, index) => sql`${key.select(time)} AS ${keyName(index)}`),
    ...request.values.map((value) => valueSql(value, aggregates)),
  ]
  if (selected.length === 0) selected.push(sql`${aggregates.count()} AS ${quoted('$rows')}`)
  // Periods of rollups whose rows have been deleted may remain.
  const having = from === 'rollups' && keys.length > 0 ? sql` HAVING ${aggregates.count()} > 0` : empty
  const rows = relation({ where, join: options.join?.(time), joinedWhere })
  return sql`SELECT ${join(selected, ', ')} FROM ${rows} ${groupBySql(keys.length)}${having}`
}
