import { builder } from '../../../graphql/builder.ts'
import type { comparisons } from '../../../shared/comparison.ts'

/** The comparison windows, as a GraphQL type. */
export const Comparison = builder.enumType('Comparison', {
  description:
    'A comparison window, relative to the time window of the field. Local times, days and months are those of `ResolvedWindow.timeZone` of that window. A day that a month does not have is replaced by the last day of the month, unless stated otherwise.',
  values: {
    PREVIOUS_PERIOD: {
      description:
        'The period before the window. A current `calendar` period is compared with the one before it, up to the same local time: today until 15:00 with yesterday until 15:00, March until 15:00 on the 10th with February until 15:00 on the 10th. On a day that the month before does not have, that whole month is compared: March until any time on the 29th, 30th or 31st with all 28 days of February. A past `calendar` period, such as LAST_WEEK, is compared with the whole period before it. `last` and windows of whole days or months are shifted back by their calendar length, any other window by its exact duration. A window of whole days or months starts at the first millisecond of a day or month, and ends at the last millisecond of a day or month. The comparison window ends at least 1 millisecond before the window starts, so that no record is in both.',
    },
    SAME_PERIOD_LAST_WEEK: {
      description:
        'The same local times seven days earlier. A window of more than seven days overlaps its comparison window; with `last: "P7D"`, they share one millisecond.',
    },
    SAME_PERIOD_LAST_MONTH: {
      description:
        'A window that starts one month earlier, at the same local time. The end of a window of whole months, of THIS_MONTH, of LAST_MONTH and of `last` in months or years is one month earlier as well; on a day that the month before does not have, THIS_MONTH is compared with that whole month. Any other window keeps its length in calendar days, hours and smaller units. A window of more than a month overlaps its comparison window; with `last: "P1M"`, they share one millisecond.',
    },
  } satisfies Record<(typeof comparisons)[number], { description: string }>,
})
