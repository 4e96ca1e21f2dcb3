import { expect, test } from 'vitest'
import { hour } from '../../src/shared/duration.ts'
import { blockHours, divideHours } from '../../src/shared/rollupSpans.ts'

/** The hours that periods cover, each with its number. */
const coveredHours = (from: number, to: number, startHours: readonly number[]) => {
  const found = new Map<number, number>()
  for (const { grain, except, ...span } of divideHours({ from: from * hour, to: to * hour }, startHours)) {
    const length = grain === 'block' ? blockHours : 1
    for (let start = span.from / hour; start < span.to / hour; start += length) {
      if (except.includes(((start % 24) + 24) % 24)) continue
      for (let covered = start; covered < start + length; covered += 1)
        found.set(covered, (found.get(covered) ?? 0) + 1)
      const inside = Array.from({ length: length - 1 }, (_, index) => (((start + index + 1) % 24) + 24) % 24)
      expect(inside.filter((one) => startHours.includes(one))).toEqual([])
    }
  }
  return found
}

test('hours are covered once, and no group starts within a block', () => {
  for (const starts of [[], [0], [16], [22, 23], [4, 5], [1, 5, 9, 13, 17, 21]])
    for (const from of [-30, -1, 0, 3, 4])
      for (const to of [from + 1, from + 4, from + 7, from + 100])
        expect([...coveredHours(from, to, starts)].sort(([one], [other]) => one - other)).toEqual(
          Array.from({ length: to - from }, (_, index) => [from + index, 1]),
        )
})

test('hours within a block are read only where it contains a start', () => {
  const span = { from: 0, to: 48 * hour }
  expect(divideHours(span, [16])).toEqual([{ grain: 'block', ...span, except: [] }])
  const others = Array.from({ length: 24 }, (_, index) => index).filter((index) => index < 20)
  expect(divideHours(span, [22, 23])).toEqual([
    { grain: 'hour', ...span, except: others },
    { grain: 'block', ...span, except: [20] },
  ])
})

test('an open window has blocks throughout', () => {
  const span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
  expect(divideHours(span, [])).toEqual([{ grain: 'block', ...span, except: [] }])
})
