import type { ScopeSearch } from './search.ts'

/** What is shown unless the URL says otherwise. */
export const defaultLast = 'P7D'

const hour = 3_600_000
const day = 24 * hour

const unitLengths: Readonly<Record<string, number>> = { Y: 365 * day, M: 30 * day, W: 7 * day, D: day }

/** The approximate length of an ISO 8601 duration in milliseconds: a month counts 30 days. */
const durationLength = (duration: string): number => {
  const [date = '', time = ''] = duration.slice(1).split('T')
  const sum = (text: string, lengths: Readonly<Record<string, number>>) =>
    [...text.matchAll(/(\d+)([A-Z])/g)].reduce(
      (total, [, count, unit]) => total + Number(count) * (lengths[unit ?? ''] ?? 0),
      0,
    )
  return sum(date, unitLengths) + sum(time, { H: hour, M: 60_000 })
}

const calendarLengths = {
  TODAY: day,
  YESTERDAY: day,
  THIS_WEEK: 7 * day,
  LAST_WEEK: 7 * day,
  THIS_MONTH: 31 * day,
  LAST_MONTH: 31 * day,
} as const

/** The approximate length of the selected range in milliseconds, to choose the size of time buckets. */
export const rangeLength = ({ last, calendar, from, to }: ScopeSearch): number => {
  if (from && to) return Date.parse(to) - Date.parse(from) + 1
  return calendar ? calendarLengths[calendar] : durationLength(last ?? defaultLast)
}

/** Sizes of time buckets with their approximate lengths in milliseconds. */
export const bucketLengths = {
  MINUTE: 60_000,
  HOUR: hour,
  DAY: day,
  WEEK: 7 * day,
  MONTH: 30 * day,
} as const

/** A size of time buckets. */
export type Bucket = keyof typeof bucketLengths

/** All sizes of time buckets, from the smallest. */
export const buckets = ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const satisfies readonly Bucket[]

/** More buckets than this are not shown: bars would be narrower than two pixels. */
const maxBuckets = 500
/** The number of buckets that the automatic choice stays below, on wide and on narrow screens. */
const comfortableBuckets = { wide: 200, narrow: 62 }

const countBuckets = (length: number, bucket: Bucket): number => Math.ceil(length / bucketLengths[bucket])

/** The number of buckets of several series together that the API returns. */
const maxSeriesBuckets = 10_000

/** The number of buckets that each series may have; without one at each end, because of which ranges may have more. */
const bucketsOfSeries = (series: number): number => Math.floor(maxSeriesBuckets / series) - 2

/** Whether a range has few enough buckets of a size to show them, with a number of series. */
export const isShowable = (length: number, bucket: Bucket, series = 1): boolean =>
  countBuckets(length, bucket) <= Math.min(maxBuckets, bucketsOfSeries(series))

/**
 * Chooses the smallest size of buckets, of those that are offered, that shows a range clearly; else the largest.
 * @param series the number of series, of which the API returns a limited number of buckets together.
 */
export const chooseBucket = <Offered extends Bucket>(
  length: number,
  isNarrow: boolean,
  offered: readonly [Offered, ...Offered[]],
  series = 1,
): Offered => {
  const most = Math.min(comfortableBuckets[isNarrow ? 'narrow' : 'wide'], bucketsOfSeries(series))
  return offered.find((bucket) => countBuckets(length, bucket) <= most) ?? offered.at(-1) ?? offered[0]
}
