import {
  type Bucket,
  firstMoment,
  listZoneSegments,
  nextLocalStart,
  type TimeBucket,
  type ZoneSegment,
} from './timeBuckets.ts'

/** How the buckets of a window correspond to times of the window that it is compared with. */
export interface Alignment {
  /** Bounds of periods in the other window, in order. */
  readonly bounds: readonly Date[]
  /** The position of the bucket that each period corresponds to, by its lower bound; undefined between buckets. */
  readonly buckets: readonly (number | undefined)[]
}

/** The windows of an alignment, both in one zone. */
export interface AlignmentOptions {
  readonly unit: TimeBucket
  readonly timeZone: string
  readonly startTime: Date
  /** The window to align with. */
  readonly previous: { readonly startTime: Date; readonly endTime: Date }
}

/**
 * Finds the periods of another window that correspond to the buckets of a window: those at the same distance from its
 * start in local time, so that days correspond to days even if clocks change in one of them. Buckets of months
 * correspond to months if both windows start with a month.
 * @param buckets the buckets, in chronological order and without overlaps.
 */
export const alignBuckets = (
  buckets: readonly Bucket[],
  { unit, timeZone, startTime, previous }: AlignmentOptions,
): Alignment => {
  const segments = listZoneSegments(timeZone, previous.startTime, previous.endTime)
  const shift = makeShift(unit, localOf(startTime, timeZone), localOf(previous.startTime, timeZone))
  const bounds: Date[] = []
  const slots: (number | undefined)[] = []
  let latest = Number.NEGATIVE_INFINITY
  const add = (local: number, bucket: number | undefined) => {
    // A skipped or repeated hour must not reverse the order.
    latest = Math.max(latest, firstMoment(segments, shift(local)))
    bounds.push(new Date(latest))
    slots.push(bucket)
  }
  for (const [index, bucket] of buckets.entries()) {
    add(bucket.local, index)
    if (buckets[index + 1]?.start.getTime() !== bucket.end.getTime()) add(nextLocalStart(unit, bucket.local), undefined)
  }
  return { bounds, buckets: slots }
}

const localOf = (time: Date, zone: string): number => {
  const segments: readonly ZoneSegment[] = listZoneSegments(zone, time, time)
  const segment = segments.findLast(({ from }) => from <= time.getTime())
  return time.getTime() + (segment?.offset ?? 0)
}

const monthsOf = (local: number): number => {
  const date = new Date(local)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

const monthStart = (months: number): number => new Date(0).setUTCFullYear(Math.floor(months / 12), months % 12, 1)

const isMonthStart = (local: number): boolean => monthStart(monthsOf(local)) === local

/** Moves local times from one window to the other. */
const makeShift = (unit: TimeBucket, start: number, previousStart: number): ((local: number) => number) => {
  if (unit !== 'month' || !isMonthStart(start) || !isMonthStart(previousStart))
    return (local) => local + previousStart - start
  const months = monthsOf(previousStart) - monthsOf(start)
  return (local) => monthStart(monthsOf(local) + months)
}
