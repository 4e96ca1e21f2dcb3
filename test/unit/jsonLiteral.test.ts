import { expect, test } from 'vitest'
import { findLiteralEnd } from '../../src/shared/jsonLiteral.ts'

test.each([
  ['"plain" rest', 7],
  ['"" rest', 2],
  [String.raw`"a quote \" inside" rest`, 19],
  [String.raw`"ends with a backslash \\" rest`, 26],
  [String.raw`"\\\" and \\" rest`, 13],
  ['"not closed', 11],
  [String.raw`"not closed \"`, 14],
  [String.raw`"not closed \\\"`, 16],
  ['"', 1],
])('the literal at the start of %s ends at %i', (json, end) => {
  expect(findLiteralEnd(json, 0)).toBe(end)
  expect(findLiteralEnd(`[1, ${json}`, 4)).toBe(end + 4)
})
