import { Temporal } from 'temporal-polyfill'
import { day, hour, minute } from './duration.ts'
import type { Grain } from './rollupSpans.ts'

/** The bucket sizes of time series, shortest first. */
export const timeBuckets = ['minute', 'hour', 'day', 'week', 'month'] as const

/** A bucket size of time series. */
export type TimeBucket = (typeof timeBuckets)[number]

/** A time range in which a time zone has a constant offset from UTC. It ends at the start of the next segment. */
export interface ZoneSegment {
  /** The start of the segment, in milliseconds since 1970. */
  readonly from: number
  /** Local time minus UTC, in milliseconds. */
  readonly offset: number
}

/**
 * Identifies a bucket in a way that PostgreSQL can compute from a row's time: the segment, and the local time at which
 * the bucket would start, as if it were UTC, in milliseconds since 1970. Buckets of days and longer have segment 0.
 */
export interface BucketKey {
  readonly segment: number
  readonly local: number
}

/** A key as a text, e.g. for maps. */
export const formatBucketKey = ({ segment, local }: BucketKey): string => `${segment}:${local}`

/** A bucket: start inclusive, end exclusive, with its key. */
export interface Bucket extends BucketKey {
  readonly start: Date
  readonly end: Date
  readonly label: string
}

/** Milliseconds by which a bucket may extend beyond a time in it: a month and a day. */
const reach = 32 * day

/**
 * Whether buckets of this length restart when the clocks change, so that the hours before and after remain separate.
 */
export const isWithinDay = (unit: TimeBucket): boolean => unit === 'minute' || unit === 'hour'

/** The maximum length of a bucket, in milliseconds. */
const longest: Readonly<Record<TimeBucket, number>> = {
  minute,
  hour,
  day: day + hour,
  week: 7 * day + hour,
  month: 31 * day + hour,
}

/** The minimum number of buckets in a time range, in any time zone. */
export const countBucketsAtLeast = (unit: TimeBucket, from: Date, to: Date): number =>
  Math.floor((to.getTime() - from.getTime()) / longest[unit])

/** The minimum length of a bucket, in milliseconds, except for buckets shortened by a clock change. */
const shortest: Readonly<Record<TimeBucket, number>> = {
  minute,
  hour,
  day: day - hour,
  week: 7 * day - hour,
  month: 28 * day - hour,
}

/** The maximum number of buckets in a time range, in any time zone. */
export const countBucketsAtMost = (unit: TimeBucket, from: Date, to: Date): number =>
  Math.floor(Math.max(0, to.getTime() - from.getTime()) / shortest[unit]) + 2

/** The length, in milliseconds, of the longest window that has at most this number of buckets, in any time zone. */
export const longestWindow = (unit: TimeBucket, buckets: number): number => (buckets - 2) * shortest[unit]

/** Lists the segments of a zone that affect buckets with times between `from` and `to`, in order and without gaps. */
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
 * The coarsest UTC periods that never span two buckets. Undefined for minutes, and if the zone's offset or its clock
 * changes are not aligned to whole hours of UTC.
 */
export const coarsestGrain = (unit: TimeBucket, segments: readonly ZoneSegment[]): Grain | undefined => {
  const partsHours = ({ from, offset }: ZoneSegment, index: number) =>
    offset % hour !== 0 || (index > 0 && from % hour !== 0)
  if (unit === 'minute' || segments.some(partsHours)) return undefined
  if (unit === 'hour' || segments.some(({ offset }) => offset !== 0)) return 'hour'
  return unit === 'month' ? 'month' : 'day'
}

const floor = (local: number, length: number): number => Math.floor(local / length) * length

/**
 * The hours of the day in UTC at which buckets of days and longer start, in ascending order. Undefined if they may
 * start at any time.
 */
export const listStartHours = (unit: TimeBucket, segments: readonly ZoneSegment[]): readonly number[] | undefined => {
  if (isWithinDay(unit)) return undefined
  const starts = segments.flatMap(({ from, offset }, index) => {
    const before = segments[index - 1]
    // A change of the clocks may also change the date, and so start a bucket itself.
    const changesDate = before && floor(from - 1 + before.offset, day) !== floor(from + offset, day)
    return changesDate ? [-offset, from] : [-offset]
  })
  if (starts.some((start) => start % hour !== 0)) return undefined
  const hours = starts.map((start) => (start - floor(start, day)) / hour)
  return [...new Set(hours)].sort((one, other) => one - other)
}

const quarter = 15 * minute

/**
 * The longest step, in milliseconds, whose multiples since 1970 never lie within a bucket. Undefined if the zone's
 * offsets or clock changes are not aligned to whole minutes.
 */
export const longestStep = (unit: TimeBucket, segments: readonly ZoneSegment[]): number | undefined => {
  const steps = unit === 'minute' ? [minute] : [hour, quarter, minute]
  return steps.find((step) =>
    segments.every(({ from, offset }, index) => offset % step === 0 && (index === 0 || from % step === 0)),
  )
}

const localStart = (unit: TimeBucket, local: number): number => {
  if (unit === 'minute') return floor(local, minute)
  if (unit === 'hour') return floor(local, hour)
  const midnight = floor(local, day)
  if (unit === 'day') return midnight
  const date = new Date(midnight)
  if (unit === 'week') return midnight - ((date.getUTCDay() + 6) % 7) * day
  return midnight - (date.getUTCDate() - 1) * day
}

/** The local time at which the next bucket would start, as if it were UTC, in milliseconds since 1970. */
export const nextLocalStart = (unit: TimeBucket, local: number): number => {
  if (unit === 'minute') return local + minute
  if (unit === 'hour') return local + hour
  return localStart(unit, local + { day: 1, week: 7, month: 31 }[unit] * day)
}

/** The first moment at which a zone's clock shows a local time, or a later local time if the zone skips it. */
export const firstMoment = (segments: readonly ZoneSegment[], local: number): number => {
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

/** Creates the bucket of a key. A clock change makes its bucket longer or shorter. */
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

/** Yields all buckets with a time between `from` and `to`, both inclusive, in order. Stops one bucket after `limit`. */
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
