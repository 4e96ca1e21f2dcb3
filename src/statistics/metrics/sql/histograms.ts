import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Key } from './keys.ts'
import { partSql } from './part.ts'
import type { PartOptions } from './partOptions.ts'
import { keyName, quoted } from './quoted.ts'
import type { ReadRequest } from './reading.ts'
import { equalKeys } from './top.ts'

/** A histogram that a statement computes. */
export interface Histogram {
  /** The name of its column. */
  readonly name: string
  /** The name of the value. */
  readonly value: string
  /** Maximum number of bins. */
  readonly bins: number
}

/**
 * Adds histograms to the statement of a part, each as an object: the lower bound of the first bin, the width of the
 * bins, and the number of rows in each bin that is not empty, by its position.
 */
export const withHistograms = (
  part: Sql,
  request: ReadRequest,
  options: PartOptions,
  histograms: readonly Histogram[],
): Sql => {
  if (histograms.length === 0) return part
  const keys = options.keys ?? request.keys
  const names = (prefix: string) => keys.map((_, index) => sql`${raw(prefix)}${keyName(index)}`)
  const joins = histograms.map((histogram, index) => {
    const alias = `h${index}.`
    const matches = keys.map(({ type }, at) =>
      equalKeys(type, sql`part.${keyName(at)}`, sql`${raw(alias)}${keyName(at)}`),
    )
    return sql` LEFT JOIN (${binsSql(request, options, names(''), histogram)}) AS ${raw(`h${index}`)}
      ON ${join([sql`TRUE`, ...matches], ' AND ')}`
  })
  const columns = histograms.map(({ name }, index) => sql`${raw(`h${index}`)}.bins AS ${quoted(name)}`)
  return sql`SELECT ${join([sql`part.*`, ...columns], ', ')} FROM (${part}) AS part${join(joins, '')}`
}

/** Bins of whole, equal width between the smallest and the largest value of each group. */
const binsSql = (
  request: ReadRequest,
  options: PartOptions,
  names: readonly Sql[],
  { value, bins }: Histogram,
): Sql => {
  const source = request.source.values[value]
  if (!source) throw new Error(`The rows have no value ${value}`)
  const counted: Key = { type: 'bigint', select: () => sql`(${source})::bigint`, needsRow: true }
  const keys = options.keys ?? request.keys
  const counts = partSql(
    { ...request, keys: [...request.keys, counted], values: [{ name: 'n', select: (rows) => rows.count() }] },
    { ...options, keys: [...keys, counted] },
  )
  const list = (...more: readonly Sql[]) => join([...names, ...more], ', ')
  const by = (columns: readonly Sql[]) => (columns.length === 0 ? empty : sql` GROUP BY ${join(columns, ', ')}`)
  const within = names.length === 0 ? empty : sql`PARTITION BY ${join(names, ', ')}`
  const number = keyName(keys.length)
  return sql`
    SELECT ${list(sql`json_build_object('from', least, 'width', width, 'counts', json_object_agg(bin, n)) AS bins`)}
    FROM (
      SELECT ${list(sql`least, width, (number - least) / width AS bin, sum(n) AS n`)}
      FROM (
        SELECT ${list(sql`number, n, min(number) OVER own AS least`)},
          (max(number) OVER own - min(number) OVER own) / ${bins}::bigint + 1 AS width
        FROM (
          SELECT ${list(sql`${number} AS number, n`)} FROM (${counts}) AS counts WHERE ${number} IS NOT NULL
        ) AS numbers
        WINDOW own AS (${within})
      ) AS numbers ${by([...names, sql`least`, sql`width`, sql`bin`])}
    ) AS bins ${by([...names, sql`least`, sql`width`])}`
}
