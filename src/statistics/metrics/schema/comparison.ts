import { builder } from '../../../graphql/builder.ts'
import type { comparisons } from '../../../shared/comparison.ts'

/** The comparison windows, as a GraphQL type. */
export const Comparison = builder.enumType('Comparison', {
  description: 'A comparison window, relative to the time window of the field.',
  values: {
    PREVIOUS_PERIOD: {
      description:
        'The period immediately before the window. A `calendar` period is compared with the calendar period before it, up to the same local time: today until 15:00 with yesterday until 15:00. `last` and windows of whole days or months are shifted back by their calendar length, any other window by its exact duration. A window of whole days or months starts at the first millisecond of a day or month in its time zone, and ends at the last millisecond of a day or month.',
    },
    SAME_PERIOD_LAST_WEEK: { description: 'The same local times seven days earlier.' },
    SAME_PERIOD_LAST_MONTH: {
      description:
        'A window that starts one month earlier, at the same local time. A day that the month does not have is replaced by its last day. A window of whole months is compared with whole months; any other window keeps its length.',
    },
  } satisfies Record<(typeof comparisons)[number], { description: string }>,
})
