import { describe, expect, test } from 'vitest'
import { chooseTicks } from '../../src/dashboard/charts/scale.ts'
import { chooseTimeTicks } from '../../src/dashboard/charts/timeTicks.ts'
import { barTexts } from '../../src/dashboard/frame/bar/barTexts.ts'
import { writeRange } from '../../src/dashboard/frame/bar/rangeText.ts'
import { parseSearchText, writeSearchText } from '../../src/dashboard/frame/searchText.ts'
import { makeFormats } from '../../src/dashboard/i18n/formats.ts'
import { buckets, chooseBucket, isShowable, rangeLength } from '../../src/dashboard/scope/range.ts'
import { toScope } from '../../src/dashboard/scope/scope.ts'
import { readScopeSearch } from '../../src/dashboard/scope/search.ts'
import { parseSorting, sortRows, toggleSorting } from '../../src/dashboard/scope/sorting.ts'
import { fromLocalText, toLocalText } from '../../src/dashboard/scope/zonedTime.ts'

const read = (text: string) =>
  Object.fromEntries(Object.entries(readScopeSearch(parseSearchText(text))).filter(([, value]) => value !== undefined))

describe('the search parameters of all views', () => {
  test.each([
    ['', {}],
    ['?last=PT24H&zone=Asia/Shanghai', { last: 'PT24H', zone: 'Asia/Shanghai' }],
    ['?bot=a%2Cb&bot=c&pipeline=p', { bot: ['a,b', 'c'], pipeline: ['p'] }],
    ['?calendar=TODAY&last=P1D', { calendar: 'TODAY' }],
    [
      '?from=2026-06-05&to=2026-06-06T00:00:00%2B02:00',
      { from: '2026-06-05T00:00:00.000Z', to: '2026-06-05T22:00:00.000Z' },
    ],
    ['?compare=NONE&refresh=30', { compare: 'NONE', refresh: 30 }],
    ['?from=2026-06-06&to=2026-06-05', {}],
    ['?last=P&calendar=today&zone=Nowhere&compare=PREVIOUS_PERIOD&refresh=7&bot=', {}],
    ['?last=P1D&last=P2D', {}],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  test('are written as they are read', () => {
    const text = '?last=PT24H&bot=a%2Cb&bot=c+d'
    expect(writeSearchText(parseSearchText(text))).toBe(text)
    expect(writeSearchText({ last: undefined, bot: [] })).toBe('')
  })

  test('amount to the variable `scope`', () => {
    expect(toScope({}, 'UTC')).toEqual({ last: 'P7D', timeZone: 'UTC' })
    expect(toScope({ calendar: 'TODAY', bot: ['b'] }, 'UTC')).toEqual({
      calendar: 'TODAY',
      timeZone: 'UTC',
      botIds: ['b'],
    })
    expect(toScope({ from: 'a', to: 'b', pipeline: ['p'] }, 'UTC')).toEqual({
      startTime: 'a',
      endTime: 'b',
      timeZone: 'UTC',
      pipelineIds: ['p'],
    })
  })
})

test('buckets have a size at which they can be seen', () => {
  const choose = (last: string) => chooseBucket(rangeLength({ last }), false, buckets)
  expect(['PT1H', 'PT6H', 'PT24H', 'P7D', 'P30D', 'P1Y', 'P10Y'].map(choose)).toEqual([
    'MINUTE',
    'HOUR',
    'HOUR',
    'HOUR',
    'DAY',
    'WEEK',
    'MONTH',
  ])
  expect(chooseBucket(rangeLength({}), true, buckets)).toBe('DAY')
  expect([isShowable(rangeLength({ last: 'P30D' }), 'HOUR'), isShowable(rangeLength({}), 'HOUR')]).toEqual([
    false,
    true,
  ])
})

test('the series of all groups together have at most 10,000 buckets, also with one more at each end', () => {
  const days = (count: number) => rangeLength({ last: `P${count}D` })
  expect([198, 199].map((count) => chooseBucket(days(count), false, buckets, 50))).toEqual(['DAY', 'WEEK'])
  expect([194, 195].map((count) => isShowable(days(count), 'DAY', 51))).toEqual([true, false])
  expect([500, 501].map((count) => isShowable(days(count), 'DAY'))).toEqual([true, false])
})

describe('times of a zone', () => {
  test.each([
    ['2026-06-05T14:00', 'Europe/Berlin', '2026-06-05T12:00:00.000Z'],
    ['2026-01-01T00:30', 'Asia/Kolkata', '2025-12-31T19:00:00.000Z'],
    // Skipped: 02:00 to 03:00.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    // Occurs twice.
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s', (text, zone, instant) => {
    expect(fromLocalText(text, zone)?.toISOString()).toBe(instant)
  })

  test('are written as they are typed in every language', () => {
    expect(toLocalText(new Date('2026-06-05T22:05:00Z'), 'Europe/Berlin')).toBe('2026-06-06 00:05')
  })

  test.each([
    ['2026-06-06 00:05', '2026-06-06T00:05:00.000Z'],
    [' 2026-6-5  9:05 ', '2026-06-05T09:05:00.000Z'],
    ['2026-06-05', '2026-06-05T00:00:00.000Z'],
    ['0050-01-02 03:04', '0050-01-02T03:04:00.000Z'],
  ])('“%s” is %s', (text, instant) => {
    expect(fromLocalText(text, 'UTC')?.toISOString()).toBe(instant)
  })

  test.each([
    '',
    '2026-02-30',
    '2026-13-01 10:00',
    '2026-06-05 24:00',
    '2026-06-05 10:60',
    '5.6.2026',
    '2026-06-05 10',
  ])('“%s” is no time', (text) => {
    expect(fromLocalText(text, 'UTC')).toBeUndefined()
  })
})

test('tables are sorted, with null last', () => {
  const rows = [{ n: 2 }, { n: null }, { n: 3 }]
  const sort = (text: string) => sortRows(rows, parseSorting(text), ({ n }) => n).map(({ n }) => n)
  expect([sort('n'), sort('-n')]).toEqual([
    [2, 3, null],
    [3, 2, null],
  ])
  expect([toggleSorting(parseSorting('-n'), 'n'), toggleSorting(parseSorting('n'), 'n')]).toEqual(['n', '-n'])
})

test('axes have round ticks', () => {
  expect(chooseTicks(57, 4, true)).toEqual([0, 15, 30, 45, 60])
  expect(chooseTicks(405, 4, true)).toEqual([0, 150, 300, 450])
  expect(chooseTicks(3, 4, true)).toEqual([0, 1, 2, 3])
  expect(chooseTicks(0.0123, 4, false)).toEqual([0, 0.005, 0.01, 0.015])
  expect(chooseTicks(0, 4, true)).toEqual([0])
})

test('a time axis has as many labels as there is room for, at local times', () => {
  const starts = Array.from({ length: 72 }, (_, hour) => new Date(Date.UTC(2026, 5, 4, 22 + hour)).toISOString())
  const label = (room: number, language: 'en' | 'zh-CN' = 'en') =>
    chooseTimeTicks(starts, room, language, 'Europe/Berlin').map(({ text }) => text)
  expect(label(3)).toEqual(['Jun 5', 'Jun 6', 'Jun 7'])
  expect(label(6)).toEqual(['Jun 5', '12:00', 'Jun 6', '12:00', 'Jun 7', '12:00'])
  expect(label(3, 'zh-CN')).toEqual(['6月5日', '6月6日', '6月7日'])
})

test('values are written in the language', () => {
  const en = makeFormats('en', 'UTC')
  const zh = makeFormats('zh-CN', 'UTC')
  expect([en.compact(1_234_567), zh.compact(1_234_567), zh.compact(2748), zh.compact(27.48), en.number(null)]).toEqual([
    '1.23M',
    '123万',
    '2,748',
    '27.5',
    '–',
  ])
  expect([zh.compactCost(1234.56), zh.compactCost(12_345)]).toEqual(['$1,234.56', '$1.23万'])
  expect(en.exactDateTime('2026-06-05T12:00:07.25Z')).toBe('Jun 5, 2026, 12:00:07.250')
  expect([850, 1234, 90_000, 7_200_000].map(en.duration)).toEqual(['850ms', '1.2s', '1.5m', '2.0h'])
  expect([en.cost(0), en.cost(0.01234), en.cost(12.5), en.compactCost(12_345)]).toEqual([
    '$0.00',
    '$0.0123',
    '$12.50',
    '$12.3K',
  ])
  expect([en.percent(98.44), en.change(-12.34), en.points(1.25), zh.points(-1)]).toEqual([
    '98.4%',
    '-12.3%',
    '+1.3 pp',
    '-1 百分点',
  ])
})

test.each([
  ['en', '2026-06-05T00:00:00Z', '2026-06-05T09:29:59.999Z', 'Jun 5, 2026, 00:00 – 09:30'],
  ['en', '2026-06-05T22:00:00Z', '2026-06-07T09:29:59.999Z', 'Jun 5, 2026, 22:00 – Jun 7, 2026, 09:30'],
  ['en', '2026-06-05T00:00:00Z', '2026-06-05T23:59:59.999Z', 'Jun 5, 2026'],
  ['zh-CN', '2026-06-05T00:00:00Z', '2026-06-07T23:59:59.999Z', '2026年6月5日 – 2026年6月7日'],
  ['zh-CN', '2026-06-05T23:00:00Z', '2026-06-05T23:59:59.999Z', '2026年6月5日 23:00 – 00:00'],
] as const)('a selected time range is written as short as possible: %s, %s, %s', (language, from, to, text) => {
  expect(writeRange({ from, to }, barTexts[language], makeFormats(language, 'UTC'))).toBe(text)
})

test('how long ago a time was is counted, and never named by the calendar', () => {
  const asOf = new Date('2026-12-01T02:00:00Z')
  const ago = (language: 'en' | 'zh-CN', time: string) => makeFormats(language, 'UTC').ago(time, asOf)
  expect(
    ['2026-12-01T02:00:00Z', '2026-12-01T01:58:00Z', '2026-11-29T03:43:00Z', '2026-11-29T01:00:00Z'].map((time) =>
      ago('en', time),
    ),
  ).toEqual(['now', '2 min. ago', '1 day ago', '2 days ago'])
  expect(ago('zh-CN', '2026-11-29T03:43:00Z')).toBe('1天前')
})
