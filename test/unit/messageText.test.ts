import { expect, test } from 'vitest'
import { removeMedia } from '../../src/records/messages/media.ts'
import { readMessageText } from '../../src/shared/messageText.ts'
import { measureCpu } from '../support/cpu.ts'

test.each([
  ['[{"type":"Plain","text":"a"},{"type":"Voice","length":NaN}]', 'a[Voice 0s]'],
  [
    '[{"type":"Plain","text":"NaN \\"Infinity\\" \\\\"},{"type":"Voice","length":-Infinity}]',
    'NaN "Infinity" \\[Voice 0s]',
  ],
  ['[{"type":"Plain","text":"\\\\","x":Infinity},{"type":"Plain","text":"b"}]', '\\b'],
])('NaN and Infinity are null outside of strings: %s', (content, text) => {
  expect(readMessageText(content)).toBe(text)
})

const million = 1_000_000

/** Contents that once took time out of proportion to their size to read, each of at least 1 MB. */
const hostile = {
  'an unterminated string of escaped quotes': `["${'\\"'.repeat(million / 2)}`,
  'an unterminated string of backslashes': `["${'\\'.repeat(million)}`,
  'an unterminated string of 20 MB': `["${'x'.repeat(20 * million)}`,
  'quotes alone': `[${'"'.repeat(million)}`,
  'a data URL without an end': JSON.stringify([`data:${'a'.repeat(million)}`]),
  'a data URL of parameters': JSON.stringify([`data:${';a'.repeat(5 * million)}`]),
  'padding that is none': JSON.stringify([`${'='.repeat(million)}a`]),
  'an object of 300,000 keys': `[{${Array.from({ length: 300_000 }, (_, key) => `"k${key}":0`).join(',')}}]`,
  'white space': `${' '.repeat(million)}x`,
}

test.each(Object.entries(hostile))('%s takes time proportional to its size', async (_name, content) => {
  const { cpuMs } = await measureCpu(() => {
    readMessageText(content)
    expect(removeMedia(content)).toBe(content)
  })
  expect(cpuMs).toBeLessThan(20_000)
})
