import sql, { raw, type Sql } from 'sql-template-tag'
import { formatTime } from '../../shared/time.ts'
import { isWithinDay, type TimeBucket, type ZoneSegment } from '../../shared/timeBuckets.ts'

/**
 * The key of the bucket that contains a row's time, as two columns: `segment`, the time range between two clock changes
 * (0 for days and longer, which continue across them), and `local`, the bucket's start in local time, in milliseconds.
 */
export const bucketKeySql = (time: Sql, unit: TimeBucket, segments: readonly ZoneSegment[]): Sql => {
  const changes = segments.slice(1).map(({ from }) => formatTime(new Date(from)))
  const offsets = segments.map(({ offset }) => `${offset} milliseconds`)
  const segment = sql`width_bucket(${time}, ${changes}::timestamptz[])`
  const local = sql`${time} AT TIME ZONE 'UTC' + (${offsets}::interval[])[1 + ${segment}]`
  return sql`
    ${isWithinDay(unit) ? segment : raw('0')} AS segment,
    (extract(epoch FROM date_trunc(${raw(`'${unit}'`)}, ${local})) * 1000)::bigint AS local`
}
