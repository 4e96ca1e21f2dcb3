import { expect, test } from 'vitest'
import { day, hour } from '../../src/shared/duration.ts'
import { blockHours, divideHours } from '../../src/shared/hourSpans.ts'
import { type CoveredSpan, coverSpan, coverSpanSigned, type Grain } from '../../src/shared/rollupSpans.ts'

const hourOfDay = (time: number) => new Date(time).getUTCHours()

const startOf = (grain: Grain, time: number): number => {
  const date = new Date(time)
  if (grain === 'hour') return Math.floor(time / hour) * hour
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), grain === 'day' ? date.getUTCDate() : 1)
}

const endOf = (grain: CoveredSpan['grain'], start: number): number => {
  const date = new Date(start)
  if (grain === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
  return start + { hour, day, block: blockHours * hour }[grain]
}

/**
 * Counts the hours of periods by the group that they are counted in.
 * @param groupOf the group of a time.
 */
const countHours = (spans: readonly CoveredSpan[], groupOf: (time: number) => unknown = () => '') => {
  const found = new Map<string, number>()
  for (const { grain, from, to, except = [], start, isSubtracted } of spans)
    for (let period = from; period < to; period = endOf(grain, period)) {
      if (except.includes(hourOfDay(period))) continue
      const time = start ? startOf(start.grain, period) + start.hours * hour : period
      for (let covered = period; covered < endOf(grain, period); covered += hour) {
        const key = `${groupOf(time)} ${covered / hour}`
        found.set(key, (found.get(key) ?? 0) + (isSubtracted ? -1 : 1))
      }
    }
  return new Map([...found].filter(([, count]) => count !== 0))
}

/** Each hour once, in its group. */
const eachHour = (from: number, to: number, groupOf: (time: number) => unknown = () => '') =>
  new Map(
    Array.from({ length: (to - from) / hour }, (_, index) => [
      `${groupOf(from + index * hour)} ${from / hour + index}`,
      1,
    ]),
  )

test('hours are divided so that each counts once, in its group', () => {
  for (const startHours of [[], [0], [8], [16], [22, 23], [4, 5], [11, 12, 13], [1, 5, 9, 13, 17, 21]])
    for (const hasBlocks of [true, false])
      for (const from of [-30, -1, 0, 3, 4])
        for (const to of [from + 1, from + 4, from + 7, from + 24, from + 100]) {
          const groupOf = (time: number) => {
            const starts = [...startHours].sort((a, b) => a - b).filter((start) => start <= hourOfDay(time))
            return Math.floor(time / day) * 100 + (starts.at(-1) ?? 0)
          }
          const span = { from: from * hour, to: to * hour }
          const divided = divideHours(span, { startHours, hasBlocks })
          expect(countHours(divided, groupOf), JSON.stringify({ startHours, hasBlocks, from, to })).toEqual(
            eachHour(span.from, span.to, groupOf),
          )
        }
})

const without = (...kept: readonly number[]) =>
  Array.from({ length: 24 }, (_, index) => index).filter((index) => !kept.includes(index))

test('a day is read as a whole, if few of its hours are in other groups', () => {
  const span = { from: 0, to: 48 * hour }
  const start = { grain: 'day', hours: 0 }
  const blocks = { grain: 'block', ...span, except: [0, 4, 8, 12] }
  expect(divideHours(span, { startHours: [16], hasBlocks: true })).toEqual([
    { grain: 'day', ...span, start },
    blocks,
    { ...blocks, start, isSubtracted: true },
  ])
  const hours = { grain: 'hour', ...span, except: without(22, 23) }
  expect(divideHours(span, { startHours: [22, 23], hasBlocks: true })).toEqual([
    { grain: 'day', ...span, start },
    hours,
    { ...hours, start, isSubtracted: true },
  ])
  expect(divideHours(span, { startHours: [12], hasBlocks: true })).toEqual([{ grain: 'block', ...span, except: [] }])
})

test('an open window has days throughout', () => {
  const span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  expect(divideHours(span, { startHours: [], hasBlocks: true })).toEqual([
    { grain: 'day', ...span, start: { grain: 'day', hours: 0 } },
  ])
})

test('windows are covered once, with and without subtraction', () => {
  const times = [
    '2025-12-31T23:00Z',
    '2026-01-01T00:00Z',
    '2026-01-01T13:00Z',
    '2026-01-20T00:00Z',
    '2026-01-31T20:00Z',
  ]
  for (const first of times)
    for (const length of [1, 23, 24, 40, 300, 700, 744, 1000, 2900]) {
      const span = { from: Date.parse(first), to: Date.parse(first) + length * hour }
      for (const coarsest of ['hour', 'day', 'month'] as const)
        for (const cover of [coverSpan, coverSpanSigned]) {
          const { periods, ragged } = cover(span, coarsest)
          expect(ragged).toEqual([])
          const groupOf = (time: number) => startOf(coarsest, time)
          expect(countHours(periods, groupOf), `${first} ${length} ${coarsest}`).toEqual(
            eachHour(span.from, span.to, groupOf),
          )
        }
    }
})

test('most of a period is read as the period without the rest', () => {
  const at = (text: string) => Date.parse(`2026-${text}Z`)
  const span = { from: at('03-05T13:37'), to: at('05-31T13:37') }
  expect(coverSpanSigned(span, 'month')).toEqual({
    periods: expect.arrayContaining([
      { grain: 'month', from: at('03-01T00:00'), to: at('06-01T00:00') },
      {
        grain: 'day',
        from: at('03-01T00:00'),
        to: at('03-05T00:00'),
        start: { grain: 'month', hours: 0 },
        isSubtracted: true,
      },
    ]),
    whole: { from: at('03-05T14:00'), to: at('05-31T13:00') },
    ragged: [
      { from: span.from, to: at('03-05T14:00') },
      { from: at('05-31T13:00'), to: span.to },
    ],
  })
})
