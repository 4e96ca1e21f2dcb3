import { expect, test } from 'vitest'
import { createRandom, drawInt } from '../../src/demo/random.ts'
import { formatTime } from '../../src/shared/time.ts'

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
