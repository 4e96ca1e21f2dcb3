import { expect, test } from 'vitest'
import { createRandom, drawInt } from '../../src/demo/random.ts'
import { formatTime, parseTime } from '../../src/shared/time.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const day = 86_400_000

test('times are formatted as by toISOString, in any order', () => {
  const random = createRandom(seed)
  const ends = [0, day, -day, Date.UTC(2026, 5, 5), Date.UTC(9999, 11, 31), Date.UTC(0, 0, 1), Date.UTC(12_000, 0, 1)]
  const given = ends.flatMap((start) => [start - 1, start, start + 1, start + drawInt(random, 0, 3 * day)])
  for (const value of [...given, ...given.toReversed(), ...given]) {
    const time = new Date(value)
    expect(formatTime(time)).toBe(time.toISOString())
  }
  expect(() => formatTime(new Date(Number.NaN))).toThrow(RangeError)
})

test('times in the usual format are read back exactly', () => {
  const random = createRandom(seed)
  const ends = [Date.UTC(2026, 1, 28), Date.UTC(2028, 1, 29), Date.UTC(9999, 11, 31), Date.UTC(1969, 11, 31)]
  for (const value of ends.flatMap((start) => [start, start + day - 1, start + drawInt(random, 0, day - 1)]))
    expect(parseTime(formatTime(new Date(value))).getTime()).toBe(value)
  expect(parseTime('0001-01-01T00:00:00.000Z').getUTCFullYear()).toBe(1)
})

test.each([
  '2026-02-30T00:00:00.000Z',
  '2026-06-05T24:00:00.000Z',
  '2026-06-05T13:60:00.000Z',
  '2026-06-31T13:00:00.000Z',
  '0000-01-01T00:00:00.000Z',
  '2026-06-05T13:00:00.000z ',
  '+02026-06-05T13:00:00.00',
])('%s has the length of a usual time, and is not valid', (text) => {
  expect(() => parseTime(text)).toThrow('is not a valid time')
})

test('other formats are read as well', () => {
  expect(formatTime(parseTime('2026-06-05T13:00+08:00'))).toBe('2026-06-05T05:00:00.000Z')
  expect(formatTime(parseTime('2026-06-05t13:00:00.000z'))).toBe('2026-06-05T13:00:00.000Z')
  expect(formatTime(parseTime('2026-06-05T13:00:00.5000'))).toBe('2026-06-05T13:00:00.500Z')
})
