import sql, { raw, type Sql } from 'sql-template-tag'
import { formatTime } from '../../shared/time.ts'
import { isWithinDay, type TimeBucket, type ZoneSegment } from '../../shared/timeBuckets.ts'

/**
 * The bucket that a row's time falls in, as two columns: `segment`, the stretch of time between changes of the clocks
 * (0 for days and longer, which go on over them), and `local`, the bucket's beginning in local time in milliseconds.
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
