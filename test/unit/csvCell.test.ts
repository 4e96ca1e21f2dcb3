import { describe, expect, test } from 'vitest'
import { formulaPattern, guardText, writeCell } from '../../src/export/cell.ts'
import { readCsv } from '../support/csv.ts'

const starts = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\r\n', '\0']
const texts = [
  ...starts.flatMap((start) => [start, `${start}1+1`, `'${start}x`, `''${start}"x",y`, `a${start}b`, ` ${start}`]),
  '',
  "'",
  "''",
  "'a",
  'a,b',
  '"',
  'say "hi"',
  'a\nb',
  'a\rb',
  '😀',
  '你好，世界',
  '\u2028=1',
  'a\u2028b',
  '\uFEFF=1',
]

const takeGuardAway = (text: string) => (new RegExp(`^'${formulaPattern}`).test(text) ? text.slice(1) : text)

describe.each(texts.map((text) => [JSON.stringify(text), text]))('%s', (_name, text = '') => {
  test('does not start a formula, and can be restored', () => {
    expect(guardText(text)).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/)
    expect(takeGuardAway(guardText(text))).toBe(text)
  })

  test('is read back from CSV, with one kind of line break', () => {
    expect(readCsv(`x,${writeCell(text)}\n`)).toEqual([['x', text.replaceAll(/\r\n?/g, '\n')]])
  })
})

test('cells are quoted only if necessary', () => {
  expect(['plain text', "it's", 'a;b', 'tab\t', '你好', 'a\u2028b', 'a,b', 'a"b', 'a\nb', '\r'].map(writeCell)).toEqual(
    ['plain text', "it's", 'a;b', 'tab\t', '你好', 'a\u2028b', '"a,b"', '"a""b"', '"a\nb"', '"\n"'],
  )
})
