import { expect, test } from 'vitest'
import { parseIsoDuration } from '../../src/shared/isoDuration.ts'
import { type CalendarPeriod, type GivenWindow, intersectWindows, resolveWindow } from '../../src/shared/timeWindow.ts'

const resolve = (given: GivenWindow, asOf = '2026-06-10T12:00:00.000Z', timeZone = 'UTC') =>
  resolveWindow(given, { asOf: new Date(asOf), timeZone, shown: (field) => `filter.${field}` })

const boundsOf = ({ startTime, endTime }: ReturnType<typeof resolve>) => [
  startTime?.toISOString() ?? null,
  endTime?.toISOString() ?? null,
]

const last = (text: string): GivenWindow => ({ last: parseIsoDuration(text) })

/** The bounds of each period, in the order of the enum, as written down by hand. */
const periods = (
  asOf: string,
  [today, yesterday, week, lastWeek, month, lastMonth]: readonly (readonly string[])[],
) => ({
  TODAY: [...(today ?? []), asOf],
  YESTERDAY: yesterday,
  THIS_WEEK: [...(week ?? []), asOf],
  LAST_WEEK: lastWeek,
  THIS_MONTH: [...(month ?? []), asOf],
  LAST_MONTH: lastMonth,
})

test.each<[zone: string, asOf: string, bounds: readonly (readonly string[])[]]>([
  [
    'UTC',
    '2026-06-10T12:00:00.000Z',
    [
      ['2026-06-10T00:00:00.000Z'],
      ['2026-06-09T00:00:00.000Z', '2026-06-09T23:59:59.999Z'],
      ['2026-06-08T00:00:00.000Z'],
      ['2026-06-01T00:00:00.000Z', '2026-06-07T23:59:59.999Z'],
      ['2026-06-01T00:00:00.000Z'],
      ['2026-05-01T00:00:00.000Z', '2026-05-31T23:59:59.999Z'],
    ],
  ],
  // The first of January, a Thursday, while it is still December in UTC.
  [
    'Asia/Shanghai',
    '2025-12-31T16:00:00.000Z',
    [
      ['2025-12-31T16:00:00.000Z'],
      ['2025-12-30T16:00:00.000Z', '2025-12-31T15:59:59.999Z'],
      ['2025-12-28T16:00:00.000Z'],
      ['2025-12-21T16:00:00.000Z', '2025-12-28T15:59:59.999Z'],
      ['2025-12-31T16:00:00.000Z'],
      ['2025-11-30T16:00:00.000Z', '2025-12-31T15:59:59.999Z'],
    ],
  ],
  // The day after the clocks were set forward: yesterday, a Sunday, had 23 hours. The month began at +1.
  [
    'Europe/Berlin',
    '2026-03-30T10:00:00.000Z',
    [
      ['2026-03-29T22:00:00.000Z'],
      ['2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
      ['2026-03-29T22:00:00.000Z'],
      ['2026-03-22T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
      ['2026-02-28T23:00:00.000Z'],
      ['2026-01-31T23:00:00.000Z', '2026-02-28T22:59:59.999Z'],
    ],
  ],
  // The second pass of the hour that is repeated when the clocks are set back, on a Sunday of 25 hours.
  [
    'Europe/Berlin',
    '2026-10-25T01:30:00.000Z',
    [
      ['2026-10-24T22:00:00.000Z'],
      ['2026-10-23T22:00:00.000Z', '2026-10-24T21:59:59.999Z'],
      ['2026-10-18T22:00:00.000Z'],
      ['2026-10-11T22:00:00.000Z', '2026-10-18T21:59:59.999Z'],
      ['2026-09-30T22:00:00.000Z'],
      ['2026-08-31T22:00:00.000Z', '2026-09-30T21:59:59.999Z'],
    ],
  ],
  // Sunday, 8 March 2026: the clocks are set forward at 02:00, so that yesterday's offset is -5.
  [
    'America/New_York',
    '2026-03-08T20:00:00.000Z',
    [
      ['2026-03-08T05:00:00.000Z'],
      ['2026-03-07T05:00:00.000Z', '2026-03-08T04:59:59.999Z'],
      ['2026-03-02T05:00:00.000Z'],
      ['2026-02-23T05:00:00.000Z', '2026-03-02T04:59:59.999Z'],
      ['2026-03-01T05:00:00.000Z'],
      ['2026-02-01T05:00:00.000Z', '2026-03-01T04:59:59.999Z'],
    ],
  ],
  // The clocks skip midnight: Sunday, 4 November 2018, begins at 01:00 local time, at -2 instead of -3.
  [
    'America/Sao_Paulo',
    '2018-11-05T15:00:00.000Z',
    [
      ['2018-11-05T02:00:00.000Z'],
      ['2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'],
      ['2018-11-05T02:00:00.000Z'],
      ['2018-10-29T03:00:00.000Z', '2018-11-05T01:59:59.999Z'],
      ['2018-11-01T03:00:00.000Z'],
      ['2018-10-01T03:00:00.000Z', '2018-11-01T02:59:59.999Z'],
    ],
  ],
  // The clocks repeat midnight: 1 November 2026 begins at the first of two midnights, at -4.
  [
    'America/Havana',
    '2026-11-01T20:00:00.000Z',
    [
      ['2026-11-01T04:00:00.000Z'],
      ['2026-10-31T04:00:00.000Z', '2026-11-01T03:59:59.999Z'],
      ['2026-10-26T04:00:00.000Z'],
      ['2026-10-19T04:00:00.000Z', '2026-10-26T03:59:59.999Z'],
      ['2026-11-01T04:00:00.000Z'],
      ['2026-10-01T04:00:00.000Z', '2026-11-01T03:59:59.999Z'],
    ],
  ],
  // The clocks are set back by half an hour, on Sunday, 5 April 2026, from +11 to +10:30.
  [
    'Australia/Lord_Howe',
    '2026-04-06T00:00:00.000Z',
    [
      ['2026-04-05T13:30:00.000Z'],
      ['2026-04-04T13:00:00.000Z', '2026-04-05T13:29:59.999Z'],
      ['2026-04-05T13:30:00.000Z'],
      ['2026-03-29T13:00:00.000Z', '2026-04-05T13:29:59.999Z'],
      ['2026-03-31T13:00:00.000Z'],
      ['2026-02-28T13:00:00.000Z', '2026-03-31T12:59:59.999Z'],
    ],
  ],
])('the calendar periods in %s at %s', (timeZone, asOf, bounds) => {
  const expected = periods(asOf, bounds)
  for (const [calendar, window] of Object.entries(expected))
    expect([calendar, boundsOf(resolve({ calendar: calendar as CalendarPeriod }, asOf, timeZone))]).toEqual([
      calendar,
      window,
    ])
})

test('a day that a zone skipped is empty', () => {
  // Samoa skipped Friday, 30 December 2011.
  const window = resolve({ calendar: 'YESTERDAY' }, '2011-12-30T12:00:00.000Z', 'Pacific/Apia')
  expect(boundsOf(window)).toEqual(['2011-12-30T10:00:00.000Z', '2011-12-30T09:59:59.999Z'])
})

test.each([
  ['PT24H', 'Europe/Berlin', '2026-03-29T12:00:00.000Z', '2026-03-28T12:00:00.000Z'],
  // A day in the calendar of the zone: to noon on the day before, when the offset was +1.
  ['P1D', 'Europe/Berlin', '2026-03-29T10:00:00.000Z', '2026-03-28T11:00:00.000Z'],
  ['P1D', 'UTC', '2026-03-29T10:00:00.000Z', '2026-03-28T10:00:00.000Z'],
  ['P7D', 'America/New_York', '2026-11-02T17:00:00.000Z', '2026-10-26T16:00:00.000Z'],
  ['P1W', 'America/New_York', '2026-11-02T17:00:00.000Z', '2026-10-26T16:00:00.000Z'],
  ['P1M', 'UTC', '2026-03-31T12:00:00.000Z', '2026-02-28T12:00:00.000Z'],
  ['P1Y', 'UTC', '2024-02-29T12:00:00.000Z', '2023-02-28T12:00:00.000Z'],
  ['P1DT1H', 'UTC', '2026-03-31T12:00:00.000Z', '2026-03-30T11:00:00.000Z'],
  ['PT0.0015S', 'UTC', '2026-03-31T12:00:00.000Z', '2026-03-31T11:59:59.998Z'],
])('the last %s in %s at %s', (text, zone, asOf, startTime) => {
  expect(boundsOf(resolve({ ...last(text), timeZone: zone }, asOf, 'Asia/Tokyo'))).toEqual([startTime, asOf])
})

test.each<[GivenWindow, string]>([
  [{ ...last('P7D'), calendar: 'TODAY' }, 'filter.last P7D and filter.calendar TODAY'],
  [
    { ...last('PT24H'), endTime: new Date('2026-06-02T00:00:00Z') },
    'filter.last PT24H and filter.endTime 2026-06-02T00:00:00.000Z',
  ],
  [
    { calendar: 'LAST_MONTH', startTime: new Date('2026-06-01T00:00:00Z'), endTime: new Date('2026-06-02T00:00:00Z') },
    'filter.calendar LAST_MONTH and filter.startTime 2026-06-01T00:00:00.000Z',
  ],
  [
    { ...last('P7D'), calendar: 'TODAY', startTime: new Date('2026-06-01T00:00:00Z') },
    'filter.last P7D and filter.calendar TODAY and filter.startTime 2026-06-01T00:00:00.000Z',
  ],
])('a window is given in one way: %j', (given, ways) => {
  expect(() => resolve(given)).toThrow(
    expect.objectContaining({
      code: 'BAD_USER_INPUT',
      message: `${ways} cannot be combined: a time window is given either by filter.last, by filter.calendar, or by filter.startTime and filter.endTime`,
    }),
  )
})

const absolute = (startTime: string | null, endTime: string | null, timeZone = 'UTC') =>
  resolve({ startTime: startTime ? new Date(startTime) : null, endTime: endTime ? new Date(endTime) : null, timeZone })

test('the time that two windows have in common', () => {
  const [june1, june2, june3] = ['2026-06-01T00:00:00.000Z', '2026-06-02T00:00:00.000Z', '2026-06-03T00:00:00.000Z']
  const yesterday = resolve({ calendar: 'YESTERDAY', timeZone: 'Asia/Tokyo' })
  expect(boundsOf(intersectWindows(absolute(june1, june3), absolute(june2, null)))).toEqual([june2, june3])
  expect(boundsOf(intersectWindows(absolute(null, june2), absolute(june1, null)))).toEqual([june1, june2])
  expect(boundsOf(intersectWindows(absolute(null, june1), absolute(june2, null)))).toEqual([june2, june1])
  expect(intersectWindows(absolute(null, null), yesterday)).toBe(yesterday)
  expect(intersectWindows(yesterday, absolute(null, null))).toBe(yesterday)
  expect(intersectWindows(absolute(june1, null, 'Europe/Berlin'), yesterday)).toBe(yesterday)
  expect(intersectWindows(absolute('2026-06-09T00:00:00Z', null, 'Europe/Berlin'), yesterday)).toMatchObject({
    timeZone: 'Europe/Berlin',
    period: undefined,
  })
})
