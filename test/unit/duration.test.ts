import { expect, test } from 'vitest'
import { parseDuration } from '../../src/shared/duration.ts'

test.each([
  ['90m', 5_400_000],
  ['12h', 43_200_000],
  ['1w', 604_800_000],
  ['100y', 3_153_600_000_000],
  ['36500d', 3_153_600_000_000],
  ['101y', undefined],
  ['36501d', undefined],
  ['999999y', undefined],
  ['0d', undefined],
  ['1 d', undefined],
  ['1toString', undefined],
])('%s is %d ms', (text, duration) => {
  expect(parseDuration(text)).toBe(duration)
})
