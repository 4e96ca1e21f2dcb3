import { Temporal } from 'temporal-polyfill'
import { badInput } from './errors.ts'
import { formatTime } from './time.ts'

/** The calendar periods that a window can be. */
export const calendarPeriods = ['TODAY', 'YESTERDAY', 'THIS_WEEK', 'LAST_WEEK', 'THIS_MONTH', 'LAST_MONTH'] as const

/** A calendar period. Weeks start on Monday. */
export type CalendarPeriod = (typeof calendarPeriods)[number]

/** A time window as given by a client: by its bounds, by its length, or as a calendar period. */
export interface GivenWindow {
  readonly startTime?: Date | null | undefined
  readonly endTime?: Date | null | undefined
  /** The length of a window that ends now. */
  readonly last?: Temporal.Duration | null | undefined
  readonly calendar?: CalendarPeriod | null | undefined
  /** The zone that `last` and `calendar` are resolved in. */
  readonly timeZone?: string | null | undefined
}

/** A time window, both ends inclusive. It contains nothing if it starts after its end. */
export interface ResolvedWindow {
  /** Null if there is no lower bound. */
  readonly startTime: Date | null
  /** Null if there is no upper bound. */
  readonly endTime: Date | null
  /** The zone in which the window was resolved. */
  readonly timeZone: string
  /** The time at which the window was resolved. */
  readonly asOf: Date
  /** The length of a relative window, or of the calendar period that it is or begins with. */
  readonly period: Temporal.Duration | undefined
}

/** What a window is resolved with. */
export interface WindowOptions {
  readonly asOf: Date
  /** The zone of a window without its own. */
  readonly timeZone: string
  /** The name of a field in error messages. */
  readonly shown: (field: keyof GivenWindow) => string
}

type Bounds = Pick<ResolvedWindow, 'startTime' | 'endTime' | 'period'>

/**
 * Resolves a window. `last` ends at `asOf`, and its days, weeks, months and years are counted in the time zone. The
 * current calendar periods end at `asOf`, past ones at their last millisecond.
 * @throws BAD_USER_INPUT for a window that is given in more than one way, or that ends before it starts.
 */
export const resolveWindow = (given: GivenWindow, { asOf, timeZone, shown }: WindowOptions): ResolvedWindow => {
  checkOneWay(given, shown)
  checkWindow(given, shown)
  const { startTime = null, endTime = null, last, calendar } = given
  const zone = given.timeZone ?? timeZone
  const bounds = (): Bounds => {
    if (last) return boundsOfLast(last, toZoned(asOf, zone))
    if (calendar) return boundsOfPeriod(calendar, toZoned(asOf, zone))
    return { startTime, endTime, period: undefined }
  }
  return { ...bounds(), timeZone: zone, asOf }
}

/** Whether a window contains no time, since it starts after its end. */
export const isEmptyWindow = ({ startTime, endTime }: GivenWindow): boolean =>
  startTime != null && endTime != null && startTime > endTime

/** @throws BAD_USER_INPUT for a window that ends before it starts. */
export const checkWindow = (
  { startTime, endTime }: Pick<GivenWindow, 'startTime' | 'endTime'>,
  shown: WindowOptions['shown'] = (field) => field,
): void => {
  if (startTime && endTime && startTime > endTime)
    throw badInput(
      `${shown('startTime')} ${formatTime(startTime)} is after ${shown('endTime')} ${formatTime(endTime)}: a time window must not end before it starts`,
    )
}

/** The time that two windows have in common. If it is the second window, it has the zone and period of that. */
export const intersectWindows = (one: ResolvedWindow, another: ResolvedWindow): ResolvedWindow => {
  const startTime = choose(one.startTime, another.startTime, (a, b) => a > b)
  const endTime = choose(one.endTime, another.endTime, (a, b) => a < b)
  const isSame = (window: ResolvedWindow) =>
    window.startTime?.getTime() === startTime?.getTime() && window.endTime?.getTime() === endTime?.getTime()
  if (isSame(one)) return one
  return isSame(another) ? another : { ...one, startTime, endTime, period: undefined }
}

const choose = (a: Date | null, b: Date | null, isFirst: (a: Date, b: Date) => boolean): Date | null =>
  a && b ? (isFirst(b, a) ? b : a) : (a ?? b)

/** A time as shown by the clocks and calendars of a zone. */
export const toZoned = (time: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(zone)

/** The point in time, truncated to milliseconds. */
export const toDate = (time: Temporal.ZonedDateTime): Date => new Date(time.epochMilliseconds)

const boundsOfLast = (period: Temporal.Duration, asOf: Temporal.ZonedDateTime): Bounds => ({
  startTime: toDate(asOf.subtract(period)),
  endTime: toDate(asOf),
  period,
})

const day = Temporal.Duration.from('P1D')
const week = Temporal.Duration.from('P1W')
const month = Temporal.Duration.from('P1M')

/** The length of each calendar period, and whether it is the one before the current. */
const periods: Readonly<Record<CalendarPeriod, { readonly length: Temporal.Duration; readonly isPast: boolean }>> = {
  TODAY: { length: day, isPast: false },
  YESTERDAY: { length: day, isPast: true },
  THIS_WEEK: { length: week, isPast: false },
  LAST_WEEK: { length: week, isPast: true },
  THIS_MONTH: { length: month, isPast: false },
  LAST_MONTH: { length: month, isPast: true },
}

/** The first day of the current period of this length. */
const firstDay = (length: Temporal.Duration, today: Temporal.PlainDate): Temporal.PlainDate => {
  if (length === day) return today
  return length === week ? today.subtract({ days: today.dayOfWeek - 1 }) : today.with({ day: 1 })
}

const boundsOfPeriod = (calendar: CalendarPeriod, asOf: Temporal.ZonedDateTime): Bounds => {
  const { length, isPast } = periods[calendar]
  const first = firstDay(length, asOf.toPlainDate())
  // A day starts at midnight, or later if the clocks skip it.
  const startOf = (date: Temporal.PlainDate) => toDate(date.toZonedDateTime(asOf.timeZoneId))
  if (!isPast) return { startTime: startOf(first), endTime: toDate(asOf), period: length }
  const endTime = new Date(startOf(first).getTime() - 1)
  return { startTime: startOf(first.subtract(length)), endTime, period: length }
}

const checkOneWay = (given: GivenWindow, shown: WindowOptions['shown']): void => {
  const { startTime, endTime, last, calendar } = given
  const ways = [
    last && `${shown('last')} ${last}`,
    calendar && `${shown('calendar')} ${calendar}`,
    startTime
      ? `${shown('startTime')} ${formatTime(startTime)}`
      : endTime && `${shown('endTime')} ${formatTime(endTime)}`,
  ].filter((way) => way != null)
  if (ways.length > 1)
    throw badInput(
      `${ways.join(' and ')} cannot be combined: a time window is given either by ${shown('last')}, by ${shown('calendar')}, or by ${shown('startTime')} and ${shown('endTime')}`,
    )
}
