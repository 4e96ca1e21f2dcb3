import type { TimeBucket as Unit } from '../shared/timeBuckets.ts'
import { builder } from './builder.ts'

/** The lengths of buckets, as a GraphQL type. */
export const TimeBucket = builder.enumType('TimeBucket', {
  description: 'Length of the buckets of a time series. Buckets are aligned to the clock and calendar of a time zone.',
  values: {
    MINUTE: { value: 'minute', description: 'One minute.' },
    HOUR: {
      value: 'hour',
      description: 'One hour. When clocks are set back, the repeated hour has a bucket of its own.',
    },
    DAY: {
      value: 'day',
      description: 'One day, from midnight to midnight. Shorter or longer than 24 hours when clocks change.',
    },
    WEEK: { value: 'week', description: 'One week, starting on Monday.' },
    MONTH: { value: 'month', description: 'One calendar month.' },
  } satisfies Record<string, { value: Unit; description: string }>,
})
