import { Temporal } from 'temporal-polyfill'
import { badInput } from './errors.ts'
import { isTimeInRange } from './time.ts'
import { isEmptyWindow, type ResolvedWindow, toDate, toZoned } from './timeWindow.ts'

/** The windows that a window can be compared with. */
export const comparisons = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_WEEK', 'SAME_PERIOD_LAST_MONTH'] as const

/** The window that a window is compared with. */
export type Comparison = (typeof comparisons)[number]

type Zoned = Temporal.ZonedDateTime

const week = Temporal.Duration.from('P1W')
const month = Temporal.Duration.from('P1M')

/**
 * Determines the window that a window is compared with, so that corresponding periods are compared:
 *
 * - `PREVIOUS_PERIOD` precedes the window. A calendar period is compared with the calendar period before it, up to the
 *   same local time: today until 15:00 with yesterday until 15:00, this month until the 10th with the last month until
 *   the 10th, and the 29th to 31st of this month with the whole last month if that is shorter. `last` and a window of
 *   whole days or months are moved back by their length in the calendar of the zone, any other window by its exact
 *   length.
 * - `SAME_PERIOD_LAST_WEEK` is moved back by seven days, to the same local times.
 * - `SAME_PERIOD_LAST_MONTH` is moved back by one month, to the same local times. A window of months remains one of
 *   months; any other window keeps its length.
 *
 * Otherwise, a day that a month does not have is replaced by its last day. A window without an end ends at `asOf`.
 * @throws BAD_USER_INPUT for a window without a start, and for one whose comparison would start before the year 1.
 */
export const compareWindow = (window: ResolvedWindow, comparison: Comparison): ResolvedWindow => {
  const { startTime, endTime, timeZone, asOf } = window
  if (!startTime)
    throw badInput(
      `compareTo: ${comparison} requires a time window with a start, but scope and filter have none: specify startTime, last or calendar`,
    )
  const closed = { ...window, endTime: endTime ?? asOf }
  if (isEmptyWindow(closed)) return closed
  const start = toZoned(startTime, timeZone)
  // The end is exclusive here, so that a whole day ends at midnight.
  const end = toZoned(closed.endTime, timeZone).add({ milliseconds: 1 })
  const period = window.period ?? periodOf(start, end)
  const moved = move(start, end, period, comparison)
  const startBefore = toDate(moved.start)
  if (!isTimeInRange(startBefore))
    throw badInput(`compareTo: the window of ${comparison} would start before the year 1: specify a later startTime`)
  return { ...window, startTime: startBefore, endTime: toDate(moved.end.subtract({ milliseconds: 1 })), period }
}

const move = (
  start: Zoned,
  end: Zoned,
  period: Temporal.Duration,
  comparison: Comparison,
): { readonly start: Zoned; readonly end: Zoned } => {
  if (comparison === 'PREVIOUS_PERIOD') {
    const endBefore = endBack(start, end, period)
    return { start: back(start, period), end: Temporal.ZonedDateTime.compare(endBefore, start) > 0 ? start : endBefore }
  }
  if (comparison === 'SAME_PERIOD_LAST_WEEK') return { start: back(start, week), end: back(end, week) }
  const startBefore = back(start, month)
  if (period.months > 0 || period.years > 0) return { start: startBefore, end: endBack(start, end, month) }
  return { start: startBefore, end: back(startBefore, start.until(end, { largestUnit: 'days' }).negated()) }
}

/**
 * Moves the end of a window back. What begins with a month and ends on a day that the earlier month does not have is
 * compared with all of that month, so that no day of it is left out or cut.
 */
const endBack = (start: Zoned, end: Zoned, by: Temporal.Duration): Zoned => {
  const moved = back(end, by)
  const isCut = by.months > 0 && start.day === 1 && isDayStart(start) && moved.day < end.day
  return isCut ? moved.toPlainDate().add({ days: 1 }).toZonedDateTime(moved.timeZoneId) : moved
}

/** The length of an absolute window: whole months or days of the zone if it consists of them, else milliseconds. */
const periodOf = (start: Zoned, end: Zoned): Temporal.Duration => {
  if (!isDayStart(start) || !isDayStart(end))
    return Temporal.Duration.from({ milliseconds: end.epochMilliseconds - start.epochMilliseconds })
  const largestUnit = start.day === 1 && end.day === 1 ? 'months' : 'days'
  return start.toPlainDate().until(end.toPlainDate(), { largestUnit })
}

const isDayStart = (time: Zoned): boolean => time.equals(time.startOfDay())

/**
 * Moves a time back in the calendar of its zone. The start of a day remains one, also where the clocks skip midnight.
 */
const back = (time: Zoned, by: Temporal.Duration): Zoned => {
  const isDate = by.with({ years: 0, months: 0, weeks: 0, days: 0 }).blank
  return isDate && isDayStart(time)
    ? time.toPlainDate().subtract(by).toZonedDateTime(time.timeZoneId)
    : time.subtract(by)
}
