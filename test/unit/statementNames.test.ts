import { expect, test } from 'vitest'
import { makeStatementNames } from '../../src/db/prepared.ts'

const useOften = (nameOf: (text: string) => string | undefined, text: string) =>
  Array.from({ length: 4 }, () => nameOf(text)).at(-1)

test('a statement is named at its fourth use, and keeps its name', () => {
  const nameOf = makeStatementNames()
  expect([1, 2, 3, 4, 5].map(() => nameOf('a'))).toEqual([undefined, undefined, undefined, 'botlens_1', 'botlens_1'])
  for (let i = 0; i < 2000; i += 1) nameOf(`once ${i}`)
  expect(nameOf('a')).toBe('botlens_1')
  expect(useOften(nameOf, 'b')).toBe('botlens_2')
})

test('at most 200 statements have names; the first ones keep theirs', () => {
  const nameOf = makeStatementNames()
  for (let i = 1; i <= 200; i += 1) expect(useOften(nameOf, `s${i}`)).toBe(`botlens_${i}`)
  expect(useOften(nameOf, 'one more')).toBeUndefined()
  expect(nameOf('s1')).toBe('botlens_1')
})
