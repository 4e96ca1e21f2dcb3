import { Temporal } from 'temporal-polyfill'
import { minute } from '../../src/shared/duration.ts'
import type { TimeBucket } from '../generated/graphql.ts'

/** A bucket of a series, as seen by a client. */
export interface PlainBucket {
  readonly label: string
  readonly bucketStart: string
  readonly bucketEnd: string
  readonly calls: number
}

/** Options of a series. Times are milliseconds since 1970. */
export interface PlainSeriesOptions {
  readonly calls: readonly number[]
  readonly startTime: number | undefined
  readonly endTime: number | undefined
  readonly bucket: TimeBucket
  readonly timeZone: string
  readonly fillGaps: boolean
}

type Stretch = Omit<PlainBucket, 'calls'> & { readonly start: number; readonly end: number }

const quarter = 15 * minute

const zoned = (time: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone)

const makeStretch = (start: number, end: number, label: string): Stretch => ({
  start,
  end,
  label,
  bucketStart: new Date(start).toISOString(),
  bucketEnd: new Date(end).toISOString(),
})

const firstDay = (date: Temporal.PlainDate, bucket: TimeBucket): Temporal.PlainDate => {
  if (bucket === 'WEEK') return date.subtract({ days: date.dayOfWeek - 1 })
  return bucket === 'MONTH' ? date.with({ day: 1 }) : date
}

const lengths = { DAY: { days: 1 }, WEEK: { weeks: 1 }, MONTH: { months: 1 } } as const

/** Based on the calendar: a day starts at the first moment at which the zone's clock shows it. */
const findDays = (time: number, bucket: keyof typeof lengths, zone: string): Stretch => {
  const first = firstDay(zoned(time, zone).toPlainDate(), bucket)
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone: zone }).epochMilliseconds
  const label = first.toString().slice(0, bucket === 'MONTH' ? 7 : 10)
  return makeStretch(startOf(first), startOf(first.add(lengths[bucket])), label)
}

const offsets = new Map<string, number>()

/** The offset of a zone from UTC. The zones of the tests change their clocks only at quarters of an hour. */
const readOffset = (time: number, zone: string): number => {
  const key = `${zone} ${Math.floor(time / quarter)}`
  const offset = offsets.get(key) ?? zoned(time, zone).offsetNanoseconds / 1_000_000
  offsets.set(key, offset)
  return offset
}

const readClock = (time: number, zone: string, bucket: 'HOUR' | 'MINUTE') => {
  const offset = readOffset(time, zone)
  const text = new Date(time + offset).toISOString().replace('T', ' ').slice(0, 16)
  return { offset, label: bucket === 'HOUR' ? `${text.slice(0, 13)}:00` : text }
}

/** Extends an hour in both directions while the clock shows the same hour and the zone keeps its offset. */
const findHour = (time: number, bucket: 'HOUR' | 'MINUTE', zone: string): Stretch => {
  const step = bucket === 'HOUR' ? quarter : minute
  const { label, offset } = readClock(time, zone, bucket)
  const isInside = (moment: number) => {
    const clock = readClock(moment, zone, bucket)
    return clock.label === label && clock.offset === offset
  }
  let start = Math.floor(time / step) * step
  while (isInside(start - step)) start -= step
  let end = start + step
  while (isInside(end)) end += step
  return makeStretch(start, end, label)
}

/** Finds the bucket of a time, based on the calendar and the clock of the zone. */
export const findStretch = (time: number, bucket: TimeBucket, zone: string): Stretch =>
  bucket === 'HOUR' || bucket === 'MINUTE' ? findHour(time, bucket, zone) : findDays(time, bucket, zone)

/** Computes a series call by call and bucket by bucket, based only on the public contract. */
export const computePlainSeries = ({
  calls,
  startTime,
  endTime,
  bucket,
  timeZone,
  fillGaps,
}: PlainSeriesOptions): PlainBucket[] => {
  const asked = calls
    .filter((time) => time >= (startTime ?? time) && time <= (endTime ?? time))
    .toSorted((one, other) => one - other)
  const stretches = new Map<number, Stretch & { calls: number }>()
  const add = (time: number, count: number): number => {
    const stretch = findStretch(time, bucket, timeZone)
    const known = stretches.get(stretch.start)
    stretches.set(stretch.start, { ...stretch, calls: (known?.calls ?? 0) + count })
    return stretch.end
  }
  const [from, to] = [startTime ?? asked[0], endTime ?? asked.at(-1)]
  if (fillGaps && from !== undefined && to !== undefined) for (let time = from; time <= to; ) time = add(time, 0)
  for (const time of asked) add(time, 1)
  return [...stretches.values()]
    .toSorted((one, other) => one.start - other.start)
    .map(({ label, bucketStart, bucketEnd, calls: count }) => ({ label, bucketStart, bucketEnd, calls: count }))
}
