import sql, { raw, type Sql } from 'sql-template-tag'
import { formatTime } from '../../shared/time.ts'
import { isWithinDay, type TimeBucket, type ZoneSegment } from '../../shared/timeBuckets.ts'

/** The local time of a point in time, and the segment of the zone that it is in. */
export const localTimeSql = (
  time: Sql,
  segments: readonly ZoneSegment[],
): { readonly segment: Sql; readonly local: Sql } => {
  const changes = segments.slice(1).map(({ from }) => formatTime(new Date(from)))
  const offsets = segments.map(({ offset }) => `${offset} milliseconds`)
  const utc = sql`${time} AT TIME ZONE 'UTC'`
  if (changes.length === 0) return { segment: raw('0'), local: sql`(${utc} + ${offsets[0] ?? '0'}::interval)` }
  const segment = sql`width_bucket(${time}, ${changes}::timestamptz[])`
  return { segment, local: sql`(${utc} + (${offsets}::interval[])[1 + ${segment}])` }
}

/** A local time as milliseconds. */
export const millisecondsSql = (local: Sql): Sql => sql`(extract(epoch FROM ${local}) * 1000)::bigint`

/**
 * The bucket that contains a row's time: `segment`, the time range between two clock changes (0 for days and longer,
 * which continue across them), and `start`, the bucket's start in local time.
 */
export const bucketSql = (
  time: Sql,
  unit: TimeBucket,
  segments: readonly ZoneSegment[],
): { readonly segment: Sql; readonly start: Sql } => {
  const { segment, local } = localTimeSql(time, segments)
  return {
    segment: isWithinDay(unit) ? segment : raw('0'),
    start: sql`date_trunc(${raw(`'${unit}'`)}, ${local})`,
  }
}

/** The key of the bucket as two columns: `segment`, and `local`, the start in milliseconds. */
export const bucketKeySql = (time: Sql, unit: TimeBucket, segments: readonly ZoneSegment[]): Sql => {
  const { segment, start } = bucketSql(time, unit, segments)
  return sql`${segment} AS segment, ${millisecondsSql(start)} AS local`
}
