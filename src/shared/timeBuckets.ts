import { Temporal } from 'temporal-polyfill'
import type { Grain } from './rollupSpans.ts'

/** The bucket sizes of time series. */
export type TimeBucket = 'minute' | 'hour' | 'day' | 'week' | 'month'

/** A stretch of time in which a zone keeps one offset from UTC. It ends where the next one begins. */
export interface ZoneSegment {
  /** When it begins, in milliseconds since 1970. */
  readonly from: number
  /** Local time less UTC, in milliseconds. */
  readonly offset: number
}

/**
 * Names a bucket as PostgreSQL can tell it from a row's time alone: the local time at which the bucket would begin,
 * as milliseconds since 1970 of a clock that knows no zones, and the segment. Days and longer have segment 0.
 */
export interface BucketKey {
  readonly segment: number
  readonly local: number
}

/** A bucket: from its start, inclusive, to its end, exclusive, and its name in local time. */
export interface Bucket extends BucketKey {
  readonly start: Date
  readonly end: Date
  readonly label: string
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** Beyond any bucket that holds a given time: a month and a day. */
const reach = 32 * day

/** Whether buckets of this length are cut anew where the clocks change, so that the hour before and after stay apart. */
export const isWithinDay = (unit: TimeBucket): boolean => unit === 'minute' || unit === 'hour'

/** The longest that a bucket may be, in milliseconds. */
const longest: Readonly<Record<TimeBucket, number>> = {
  minute,
  hour,
  day: day + hour,
  week: 7 * day + hour,
  month: 31 * day + hour,
}

/** The fewest buckets that a stretch of time can have, whatever its time zone. */
export const countBucketsAtLeast = (unit: TimeBucket, from: Date, to: Date): number =>
  Math.floor((to.getTime() - from.getTime()) / longest[unit])

/** The shortest that a bucket may be, in milliseconds, except those that a clock change shortens. */
const shortest: Readonly<Record<TimeBucket, number>> = {
  minute,
  hour,
  day: day - hour,
  week: 7 * day - hour,
  month: 28 * day - hour,
}

/** The most buckets that a stretch of time can have, whatever its time zone. */
export const countBucketsAtMost = (unit: TimeBucket, from: Date, to: Date): number =>
  Math.floor(Math.max(0, to.getTime() - from.getTime()) / shortest[unit]) + 2

/** The segments of a zone that matter to buckets which hold a time between `from` and `to`, in order, without gaps. */
export const listZoneSegments = (zone: string, from: Date, to: Date): ZoneSegment[] => {
  const last = to.getTime() + reach
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(
    from.getTime() - reach,
  ).toZonedDateTimeISO(zone)
  const segments: ZoneSegment[] = []
  while (at && at.epochMilliseconds <= last) {
    segments.push({ from: at.epochMilliseconds, offset: at.offsetNanoseconds / 1_000_000 })
    at = at.getTimeZoneTransition('next')
  }
  return segments
}

/**
 * The longest periods of UTC that never lie in two buckets; none for minutes, nor where the zone is off by half an hour
 * or its clocks change within an hour of UTC.
 */
export const coarsestGrain = (unit: TimeBucket, segments: readonly ZoneSegment[]): Grain | undefined => {
  const partsHours = ({ from, offset }: ZoneSegment, index: number) =>
    offset % hour !== 0 || (index > 0 && from % hour !== 0)
  if (unit === 'minute' || segments.some(partsHours)) return undefined
  if (unit === 'hour' || segments.some(({ offset }) => offset !== 0)) return 'hour'
  return unit === 'month' ? 'month' : 'day'
}

const floor = (local: number, length: number): number => Math.floor(local / length) * length

const localStart = (unit: TimeBucket, local: number): number => {
  if (unit === 'minute') return floor(local, minute)
  if (unit === 'hour') return floor(local, hour)
  const midnight = floor(local, day)
  if (unit === 'day') return midnight
  const date = new Date(midnight)
  if (unit === 'week') return midnight - ((date.getUTCDay() + 6) % 7) * day
  return midnight - (date.getUTCDate() - 1) * day
}

const nextLocalStart = (unit: TimeBucket, local: number): number => {
  if (unit === 'minute') return local + minute
  if (unit === 'hour') return local + hour
  return localStart(unit, local + { day: 1, week: 7, month: 31 }[unit] * day)
}

/** The first moment at which a zone's clock shows a local time or, where it skips that time, a later one. */
const firstMoment = (segments: readonly ZoneSegment[], local: number): number => {
  for (const [index, { from, offset }] of segments.entries()) {
    const moment = local - offset
    if (moment < from) return from
    if (moment < (segments[index + 1]?.from ?? Number.POSITIVE_INFINITY)) return moment
  }
  throw new RangeError('The segments end before the local time')
}

const segmentAt = (segments: readonly ZoneSegment[], moment: number): number =>
  Math.max(
    0,
    segments.findLastIndex(({ from }) => from <= moment),
  )

/** The bucket behind a key. A bucket within which the clocks change is as much longer or shorter. */
export const makeBucket = (
  unit: TimeBucket,
  segments: readonly ZoneSegment[],
  { segment, local }: BucketKey,
): Bucket => {
  const next = nextLocalStart(unit, local)
  const label = formatLabel(unit, local)
  if (!isWithinDay(unit)) {
    const [start, end] = [firstMoment(segments, local), firstMoment(segments, next)]
    return { segment: 0, local, start: new Date(start), end: new Date(end), label }
  }
  const { from = 0, offset = 0 } = segments[segment] ?? {}
  const end = Math.min(next - offset, segments[segment + 1]?.from ?? Number.POSITIVE_INFINITY)
  return { segment, local, start: new Date(Math.max(local - offset, from)), end: new Date(end), label }
}

const formatLabel = (unit: TimeBucket, local: number): string => {
  const text = new Date(local).toISOString().replace('T', ' ')
  if (isWithinDay(unit)) return text.slice(0, 16)
  return text.slice(0, unit === 'month' ? 7 : 10)
}

/** All buckets that hold a time between `from` and `to`, both inclusive, in order; stops one after `limit`. */
export function* walkBuckets(
  unit: TimeBucket,
  segments: readonly ZoneSegment[],
  from: Date,
  to: Date,
  limit: number,
): Generator<Bucket> {
  let moment = from.getTime()
  for (let count = 0; moment <= to.getTime() && count <= limit; count += 1) {
    const segment = segmentAt(segments, moment)
    const local = localStart(unit, moment + (segments[segment]?.offset ?? 0))
    const bucket = makeBucket(unit, segments, { segment, local })
    yield bucket
    moment = Math.max(bucket.end.getTime(), moment + 1)
  }
}
