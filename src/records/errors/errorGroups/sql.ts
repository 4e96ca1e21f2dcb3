import sql, { join, raw, type Sql } from 'sql-template-tag'
import { bucketKeySql } from '../../../db/sql/buckets.ts'
import { type Filter, filterSql } from '../../../db/sql/filters.ts'
import { tableSql } from '../../../db/sql/rows.ts'
import type { TimeBucket, ZoneSegment } from '../../../shared/timeBuckets.ts'
import { type ErrorFields, errorSource } from '../source.ts'

/** The numbers of distinct values of a group, which are counted only if they are selected or sorted by. */
const distinctCounts = {
  affectedUsers: raw('count(DISTINCT user_id)'),
  affectedSessions: raw('count(DISTINCT session_id)'),
} as const

/** A number of distinct values. */
export type DistinctCount = keyof typeof distinctCounts

/** The values that groups are sorted by. */
const groupOrders = {
  COUNT: raw('count(*)'),
  LAST_SEEN: raw('max(timestamp)'),
  FIRST_SEEN: raw('min(timestamp)'),
  AFFECTED_USERS: distinctCounts.affectedUsers,
  AFFECTED_SESSIONS: distinctCounts.affectedSessions,
} as const

/** A sort field of groups. */
export type GroupOrder = keyof typeof groupOrders

/** Options of the groups. */
export interface GroupsOptions {
  readonly orderBy: GroupOrder
  readonly descending: boolean
  /** Maximum number of groups. */
  readonly first: number
  /** What is counted besides errors; anything else is 0. */
  readonly counts: readonly DistinctCount[]
}

const errors = tableSql(errorSource.table)

/** Maximum number of characters in the title of a group. */
const titleLength = 200

/**
 * Groups of errors by fingerprint, at least one row: `groupCount`, the number of all groups, and one group, null if
 * there is none. All errors are grouped in one scan; distinct values are counted in another one, of the returned groups
 * only. The newest error, and the time of the first one ever, are looked up once per returned group, by index.
 */
export const errorGroupsSql = (
  filter: Filter<ErrorFields>,
  { orderBy, descending, first, counts }: GroupsOptions,
): Sql => {
  const where = filterSql(errorSource.rules, filter)
  const direction = raw(descending ? 'DESC' : 'ASC')
  const order = sql`ORDER BY sort_value ${direction}, page.fingerprint ${direction}`
  return sql`
  WITH grouped AS MATERIALIZED (
    SELECT fingerprint, count(*), min(timestamp) AS first_seen, max(timestamp) AS last_seen,
      ${groupOrders[orderBy]} AS sort_value
    FROM ${errors} WHERE ${where} GROUP BY fingerprint
  ), page AS (
    SELECT * FROM grouped AS page ${order} LIMIT ${first}::bigint
  )
  SELECT all_groups.count AS "groupCount", page.fingerprint, page.count, first_seen AS "firstSeen",
    last_seen AS "lastSeen", "affectedUsers", "affectedSessions", "sampleId", "errorType", title,
    (SELECT min(timestamp) FROM ${errors} AS known WHERE known.fingerprint = page.fingerprint) AS "introducedAt"
  FROM (SELECT count(*) FROM grouped) AS all_groups
  LEFT JOIN page ON TRUE
  LEFT JOIN (${countsSql(counts, where)}) AS affected ON affected.fingerprint = page.fingerprint
  LEFT JOIN LATERAL (
    SELECT id AS "sampleId", error_type AS "errorType", left(botlens_error_pattern(error_message), ${titleLength}) AS title
    FROM ${errors} WHERE fingerprint = page.fingerprint AND timestamp = page.last_seen AND ${where}
    ORDER BY id DESC LIMIT 1
  ) AS newest ON TRUE
  ${order}`
}

const countsSql = (counts: readonly DistinctCount[], where: Sql): Sql => {
  const all = Object.entries(distinctCounts) as [DistinctCount, Sql][]
  const columns = all.map(([name, count]) => sql`${counts.includes(name) ? count : raw('0')} AS ${raw(`"${name}"`)}`)
  const list = join(columns, ', ')
  if (counts.length === 0) return sql`SELECT fingerprint, ${list} FROM page`
  return sql`
    SELECT fingerprint, ${list} FROM ${errors}
    WHERE fingerprint = ANY(ARRAY(SELECT fingerprint FROM page)) AND ${where} GROUP BY fingerprint`
}

/** Options of the time series of groups. */
export interface BucketOptions {
  readonly unit: TimeBucket
  readonly segments: readonly ZoneSegment[]
  /** Maximum number of buckets that are read. */
  readonly limit: number
}

/** The number of errors by group and bucket. Selects the fingerprint, the columns of the bucket's key and `count`. */
export const errorSeriesSql = (
  filter: Filter<ErrorFields>,
  fingerprints: readonly string[],
  { unit, segments, limit }: BucketOptions,
): Sql => sql`
  SELECT fingerprint, ${bucketKeySql(raw('timestamp'), unit, segments)}, count(*)
  FROM ${errors} WHERE fingerprint = ANY(${fingerprints}) AND ${filterSql(errorSource.rules, filter)}
  GROUP BY 1, 2, 3 LIMIT ${limit}`
