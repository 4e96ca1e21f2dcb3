import { expect, test } from 'vitest'
import { parseIsoDuration } from '../../src/shared/isoDuration.ts'

test.each([
  ['PT24H', 'PT24H'],
  ['PT90M', 'PT90M'],
  ['P7D', 'P7D'],
  ['p4w', 'P4W'],
  ['+P1M', 'P1M'],
  ['PT0.001S', 'PT0.001S'],
  ['PT0.5H', 'PT30M'],
  ['P1Y2M3W4DT5H6M7.008S', 'P1Y2M3W4DT5H6M7.008S'],
  ['P100Y', 'P100Y'],
  ['P1200M', 'P1200M'],
])('%s is %s', (text, duration) => {
  expect(String(parseIsoDuration(text))).toBe(duration)
})

test.each([
  ['', '"" is not a valid duration.'],
  ['P', '"P" is not a valid duration.'],
  ['PT', '"PT" is not a valid duration.'],
  ['7d', '"7d" is not a valid duration.'],
  ['P1.5D', '"P1.5D" is not a valid duration.'],
  ['P1M2H', '"P1M2H" is not a valid duration.'],
  [' P1D', '" P1D" is not a valid duration.'],
  ['P4294967296Y', '"P4294967296Y" is not a valid duration.'],
  ['9'.repeat(1000), `"${'9'.repeat(60)}…" (1000 characters) is not a valid duration.`],
  ['-P1D', 'The duration "-P1D" is negative.'],
  ['-PT0.0001S', 'The duration "-PT0.0001S" is negative.'],
  ['PT0S', 'The duration "PT0S" is too short.'],
  ['P0D', 'The duration "P0D" is too short.'],
  ['PT0.000999S', 'The duration "PT0.000999S" is too short.'],
  ['P101Y', 'The duration "P101Y" is too long.'],
  ['P100YT0.001S', 'The duration "P100YT0.001S" is too long.'],
  ['P1201M', 'The duration "P1201M" is too long.'],
  ['P4294967295Y', 'The duration "P4294967295Y" is too long.'],
])('%s is rejected', (text, reason) => {
  const allowed = 'Use an ISO 8601 duration such as PT90M, PT24H, P7D, P4W or P1M, from 1 millisecond to 100 years.'
  expect(() => parseIsoDuration(text)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: `${reason} ${allowed}` }),
  )
})
