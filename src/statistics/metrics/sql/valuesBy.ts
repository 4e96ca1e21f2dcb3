import sql, { join, type Sql } from 'sql-template-tag'
import { type Histogram, withHistograms } from './histograms.ts'
import type { Key } from './keys.ts'
import { partSql } from './part.ts'
import type { PartOptions } from './partOptions.ts'
import { keyName, quoted } from './quoted.ts'
import type { ReadRequest } from './reading.ts'
import { isListed, isNotListed, joinTop, rankKey, restrictToTop, type Top } from './top.ts'

/** Which groups a statement computes values for. */
export interface Ranked {
  readonly top: Top
  /** The groups of the list, all other rows together, or both. */
  readonly of: 'groups' | 'others' | 'both'
}

/** Options of the values of groups, buckets, or buckets of groups. */
export interface ByOptions {
  /** The keys of buckets. */
  readonly buckets?: readonly Key[]
  readonly ranked?: Ranked | undefined
  readonly histograms: readonly Histogram[]
  /** Maximum number of rows. */
  readonly limit?: number
}

/**
 * Computes values and histograms by group and bucket. The columns of the key are the group's position, unless only one
 * group is read, and the bucket's key. What has no rows is omitted, and the order is undefined.
 */
export const valuesBySql = (
  request: Omit<ReadRequest, 'keys'>,
  { buckets = [], ranked, histograms, limit }: ByOptions,
): Sql => {
  const whole = { ...request, keys: [...(ranked?.top.keys ?? []), ...buckets] }
  const options: PartOptions = ranked
    ? { ...rankedOptions(ranked), keys: [...(ranked.of === 'others' ? [] : [rankKey]), ...buckets] }
    : {}
  const part = withHistograms(partSql(whole, options), whole, options, histograms)
  const shown = showKeys(part, options.keys ?? whole.keys, [...request.values, ...histograms])
  return limit === undefined ? shown : sql`${shown} LIMIT ${limit}`
}

/** Converts the values of keys to their types, once for each group. */
const showKeys = (part: Sql, keys: readonly Key[], columns: readonly { readonly name: string }[]): Sql => {
  if (keys.every(({ show }) => show === undefined)) return part
  const shown = keys.map(({ show = (value) => value }, index) => sql`${show(keyName(index))} AS ${keyName(index)}`)
  return sql`SELECT ${join([...shown, ...columns.map(({ name }) => quoted(name))], ', ')} FROM (${part}) AS grouped`
}

const rankedOptions = ({ top, of }: Ranked): PartOptions => ({
  join: (time) => joinTop(top, time),
  where: of === 'groups' ? restrictToTop(top) : undefined,
  joinedWhere: { groups: isListed, others: isNotListed, both: undefined }[of],
})
