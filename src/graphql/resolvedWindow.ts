import type { calendarPeriods, ResolvedWindow as Resolved } from '../shared/timeWindow.ts'
import { builder } from './builder.ts'

/** The calendar periods that a filter accepts. */
export const CalendarPeriod = builder.enumType('CalendarPeriod', {
  description: 'A calendar period in a time zone, relative to the time of the operation (`ResolvedWindow.asOf`).',
  values: {
    TODAY: { description: 'From the start of the current day until now.' },
    YESTERDAY: { description: 'The whole day before the current one.' },
    THIS_WEEK: { description: 'From the start of the current week, on Monday, until now.' },
    LAST_WEEK: { description: 'The whole week before the current one, from Monday to Sunday.' },
    THIS_MONTH: { description: 'From the start of the current calendar month until now.' },
    LAST_MONTH: { description: 'The whole calendar month before the current one.' },
  } satisfies Record<(typeof calendarPeriods)[number], { description: string }>,
})

/** The time window of a field, as a GraphQL type. */
const ResolvedWindow = builder.objectRef<Resolved>('ResolvedWindow').implement({
  description:
    'The time window that a field applies: the intersection of the windows of `scope` and of the top level of `filter`, with `last` and `calendar` resolved to absolute times; for `previousWindow`, the comparison window.',
  fields: (t) => ({
    startTime: t.expose('startTime', {
      type: 'DateTime',
      nullable: true,
      description: 'Start of the window, inclusive. Null if there is no lower bound.',
    }),
    endTime: t.expose('endTime', {
      type: 'DateTime',
      nullable: true,
      description:
        'End of the window, inclusive. Null if there is no upper bound. If the windows of `scope` and of the filter do not overlap, it is before `startTime`, and no record matches.',
    }),
    timeZone: t.expose('timeZone', {
      type: 'TimeZone',
      description:
        'Time zone in which the window was resolved. If `filter` and `scope` have different time zones: that of `scope` if the window is that of `scope` alone, otherwise that of `filter`.',
    }),
    asOf: t.expose('asOf', {
      type: 'DateTime',
      description:
        'Time of the operation: the current time of the server when it was received, to which `last` and `calendar` are relative. All fields of an operation have the same value. In a subscription, the time at which the event was computed.',
    }),
  }),
})

/** Options of the field `window`, which returns the time window that a field applies. */
export const windowField = {
  type: ResolvedWindow,
  description: 'Time window that was applied, with `last` and `calendar` resolved to absolute times.',
} as const
