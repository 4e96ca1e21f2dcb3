import type { Formats } from '../i18n/formats.ts'
import type { ChartBucket } from './types.ts'

const day = 86_400_000

/** Writes the time of a bucket: its date, or its date with the times that it lies between. */
export const writeBucket = (
  { bucketStart, bucketEnd }: ChartBucket,
  formats: Formats,
  range: (from: string, to: string) => string,
): string => {
  const end = new Date(Date.parse(bucketEnd))
  const length = end.getTime() - Date.parse(bucketStart)
  // A day has 23 to 25 hours.
  if (length < day * 0.9) return range(formats.dateTime(bucketStart), formats.time(end))
  if (length < day * 1.1) return formats.date(bucketStart)
  return range(formats.date(bucketStart), formats.date(new Date(end.getTime() - 1)))
}
