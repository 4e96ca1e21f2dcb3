import { expect, test } from 'vitest'
import { type Comparison, compareWindow } from '../../src/shared/comparison.ts'
import { parseIsoDuration } from '../../src/shared/isoDuration.ts'
import { type CalendarPeriod, type GivenWindow, resolveWindow } from '../../src/shared/timeWindow.ts'

const compare = (given: GivenWindow, asOf: string, timeZone: string, comparison: Comparison) => {
  const window = resolveWindow(given, { asOf: new Date(asOf), timeZone, shown: (field) => field })
  const { startTime, endTime } = compareWindow(window, comparison)
  return `${startTime?.toISOString()} ${endTime?.toISOString()}`
}

/** Reads `TODAY`, `P7D`, or the bounds of an absolute window. */
const read = (text: string): GivenWindow => {
  if (/^P\d|^PT/.test(text)) return { last: parseIsoDuration(text) }
  const [startTime, endTime] = text.split(' ')
  if (startTime && /^\d/.test(startTime))
    return { startTime: new Date(startTime), endTime: endTime ? new Date(endTime) : null }
  return { calendar: text as CalendarPeriod }
}

test.each([
  // Current periods are compared until the same local time.
  ['TODAY', '2026-06-10T12:00:00.000Z', 'UTC', '2026-06-09T00:00:00.000Z 2026-06-09T12:00:00.000Z'],
  ['TODAY', '2026-03-29T10:00:00.000Z', 'Europe/Berlin', '2026-03-27T23:00:00.000Z 2026-03-28T11:00:00.000Z'],
  ['THIS_WEEK', '2026-06-10T12:00:00.000Z', 'UTC', '2026-06-01T00:00:00.000Z 2026-06-03T12:00:00.000Z'],
  ['THIS_MONTH', '2026-06-10T12:00:00.000Z', 'UTC', '2026-05-01T00:00:00.000Z 2026-05-10T12:00:00.000Z'],
  ['THIS_MONTH', '2026-03-28T12:00:00.000Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T12:00:00.000Z'],
  ['THIS_MONTH', '2026-03-28T23:59:59.999Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  // On days that the month before does not have, with all of it.
  ['THIS_MONTH', '2026-03-29T00:00:00.000Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  ['THIS_MONTH', '2026-03-31T12:00:00.000Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  ['THIS_MONTH', '2028-03-29T12:00:00.000Z', 'UTC', '2028-02-01T00:00:00.000Z 2028-02-29T12:00:00.000Z'],
  ['THIS_MONTH', '2026-05-31T12:00:00.000Z', 'Asia/Shanghai', '2026-03-31T16:00:00.000Z 2026-04-30T15:59:59.999Z'],
  // Past periods with the whole period before, of a different length.
  ['YESTERDAY', '2026-03-30T10:00:00.000Z', 'Europe/Berlin', '2026-03-27T23:00:00.000Z 2026-03-28T22:59:59.999Z'],
  ['LAST_WEEK', '2026-06-10T12:00:00.000Z', 'UTC', '2026-05-25T00:00:00.000Z 2026-05-31T23:59:59.999Z'],
  ['LAST_MONTH', '2026-04-10T12:00:00.000Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  // The day after one whose midnight is skipped, and a day whose midnight is.
  ['TODAY', '2018-11-05T15:00:00.000Z', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z 2018-11-04T15:00:00.000Z'],
  ['TODAY', '2018-11-04T15:00:00.000Z', 'America/Sao_Paulo', '2018-11-03T03:00:00.000Z 2018-11-03T16:00:00.000Z'],
  ['P7D', '2026-06-10T12:00:00.000Z', 'UTC', '2026-05-27T12:00:00.000Z 2026-06-03T11:59:59.999Z'],
  ['P1D', '2026-03-30T10:00:00.000Z', 'Europe/Berlin', '2026-03-28T11:00:00.000Z 2026-03-29T09:59:59.999Z'],
  ['PT24H', '2026-03-30T10:00:00.000Z', 'Europe/Berlin', '2026-03-28T10:00:00.000Z 2026-03-29T09:59:59.999Z'],
  ['P1M', '2026-03-31T12:00:00.000Z', 'UTC', '2026-01-28T12:00:00.000Z 2026-02-28T11:59:59.999Z'],
  // Whole days and months of the zone, else the exact length.
  [
    '2026-03-28T23:00:00Z 2026-03-29T21:59:59.999Z',
    '',
    'Europe/Berlin',
    '2026-03-27T23:00:00.000Z 2026-03-28T22:59:59.999Z',
  ],
  ['2026-03-01T00:00:00Z 2026-04-30T23:59:59.999Z', '', 'UTC', '2026-01-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  ['2026-03-28T23:00:00Z 2026-03-29T21:59:59.999Z', '', 'UTC', '2026-03-28T00:00:00.000Z 2026-03-28T22:59:59.999Z'],
  ['2026-06-01T00:00:00Z 2026-06-01T00:00:00Z', '', 'UTC', '2026-05-31T23:59:59.999Z 2026-05-31T23:59:59.999Z'],
  // Without an end, until now.
  ['2026-06-10T00:00:00Z', '2026-06-10T11:59:59.999Z', 'UTC', '2026-06-09T12:00:00.000Z 2026-06-09T23:59:59.999Z'],
])('the period before %s at %s in %s', (given, asOf, zone, expected) => {
  expect(compare(read(given), asOf || '2026-06-10T12:00:00.000Z', zone, 'PREVIOUS_PERIOD')).toBe(expected)
})

test.each([
  ['TODAY', '2026-03-29T10:00:00.000Z', 'Europe/Berlin', '2026-03-21T23:00:00.000Z 2026-03-22T11:00:00.000Z'],
  ['LAST_WEEK', '2026-06-10T12:00:00.000Z', 'UTC', '2026-05-25T00:00:00.000Z 2026-05-31T23:59:59.999Z'],
  ['PT1H', '2026-03-30T10:00:00.000Z', 'Europe/Berlin', '2026-03-23T10:00:00.000Z 2026-03-23T11:00:00.000Z'],
])('the same period last week of %s at %s in %s', (given, asOf, zone, expected) => {
  expect(compare(read(given), asOf, zone, 'SAME_PERIOD_LAST_WEEK')).toBe(expected)
})

test.each([
  ['TODAY', '2026-03-30T10:00:00.000Z', 'UTC', '2026-02-28T00:00:00.000Z 2026-02-28T10:00:00.000Z'],
  ['YESTERDAY', '2026-03-31T10:00:00.000Z', 'UTC', '2026-02-28T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  ['LAST_WEEK', '2026-06-10T12:00:00.000Z', 'UTC', '2026-05-01T00:00:00.000Z 2026-05-07T23:59:59.999Z'],
  ['THIS_MONTH', '2026-03-31T12:00:00.000Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  ['THIS_MONTH', '2026-07-31T12:00:00.000Z', 'UTC', '2026-06-01T00:00:00.000Z 2026-06-30T23:59:59.999Z'],
  ['THIS_MONTH', '2026-06-30T12:00:00.000Z', 'UTC', '2026-05-01T00:00:00.000Z 2026-05-30T12:00:00.000Z'],
  ['LAST_MONTH', '2026-04-10T12:00:00.000Z', 'UTC', '2026-02-01T00:00:00.000Z 2026-02-28T23:59:59.999Z'],
  ['PT24H', '2026-03-31T12:00:00.000Z', 'UTC', '2026-02-28T12:00:00.000Z 2026-03-01T12:00:00.000Z'],
  ['P1M', '2026-05-31T12:00:00.000Z', 'UTC', '2026-03-30T12:00:00.000Z 2026-04-30T12:00:00.000Z'],
  ['2026-02-01T00:00:00Z 2026-02-28T23:59:59.999Z', '', 'UTC', '2026-01-01T00:00:00.000Z 2026-01-31T23:59:59.999Z'],
])('the same period last month of %s at %s in %s', (given, asOf, zone, expected) => {
  expect(compare(read(given), asOf || '2026-06-10T12:00:00.000Z', zone, 'SAME_PERIOD_LAST_MONTH')).toBe(expected)
})

test('an empty window is compared with an empty one, and a window without a start cannot be compared', () => {
  const future = '2026-06-11T00:00:00.000Z'
  const now = '2026-06-10T12:00:00.000Z'
  expect(compare(read(future), now, 'UTC', 'PREVIOUS_PERIOD')).toBe(`${future} ${now}`)
  expect(() => compare({ endTime: new Date(now) }, now, 'UTC', 'SAME_PERIOD_LAST_WEEK')).toThrow(
    'compareTo: SAME_PERIOD_LAST_WEEK requires a time window with a start, but scope and filter have none: specify startTime, last or calendar',
  )
})

test.each([
  ['0001-01-01T00:00:00Z', 'PREVIOUS_PERIOD'],
  ['0001-01-07T23:59:59.999Z', 'SAME_PERIOD_LAST_WEEK'],
  ['0001-01-31T00:00:00Z', 'SAME_PERIOD_LAST_MONTH'],
] as const)('a window from %s cannot be compared with %s, which would start before the year 1', (start, comparison) => {
  expect(() => compare(read(start), '2026-06-10T12:00:00.000Z', 'UTC', comparison)).toThrow(
    `compareTo: the window of ${comparison} would start before the year 1: specify a later startTime`,
  )
})

test('a comparison window may start with the year 1', () => {
  expect(compare(read('0001-01-08T00:00:00Z 0001-01-08T23:59:59.999Z'), '', 'UTC', 'SAME_PERIOD_LAST_WEEK')).toBe(
    '0001-01-01T00:00:00.000Z 0001-01-01T23:59:59.999Z',
  )
})
