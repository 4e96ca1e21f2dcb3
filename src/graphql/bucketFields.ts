import type { Bucket } from '../shared/timeBuckets.ts'
import type { ResolvedWindow } from '../shared/timeWindow.ts'
import type { builder } from './builder.ts'

/** A bucket of a time series, with the window of the series. */
export interface WindowedBucket<Found extends Bucket> {
  readonly bucket: Found
  readonly window: ResolvedWindow
}

type FieldBuilder<Shape> = PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Shape>

/** Whether a bucket contains times outside of the window, or in the future. */
const isPartial = ({ bucket: { start, end }, window: { startTime, endTime, asOf } }: WindowedBucket<Bucket>): boolean =>
  (startTime !== null && start < startTime) || (endTime !== null && end.getTime() > endTime.getTime() + 1) || end > asOf

/**
 * The fields that buckets of all time series have: their times, their label and whether they are partial.
 * @param counted what does not cover the whole of a partial bucket, with its verb, e.g. "`count` does".
 */
export const bucketFields = <Found extends Bucket>(t: FieldBuilder<WindowedBucket<Found>>, counted: string) => ({
  bucketStart: t.field({
    type: 'DateTime',
    description: 'Start of the bucket, inclusive.',
    resolve: ({ bucket }) => bucket.start,
  }),
  bucketEnd: t.field({
    type: 'DateTime',
    description: 'End of the bucket, exclusive.',
    resolve: ({ bucket }) => bucket.end,
  }),
  label: t.string({
    description:
      'Label of the bucket in the time zone of the argument `timeZone`, e.g. `2026-06-05 13:00` for MINUTE and HOUR, `2026-06-05` for DAY, `2026-06-01` for the WEEK that begins on this Monday, `2026-06` for MONTH. Not unique when clocks are set back.',
    resolve: ({ bucket }) => bucket.label,
  }),
  isPartial: t.boolean({
    description: `Whether the bucket extends beyond the time window or the time of the operation, so that ${counted} not cover the whole bucket.`,
    resolve: isPartial,
  }),
})
