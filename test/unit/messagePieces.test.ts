import { expect, test } from 'vitest'
import { layOutJson } from '../../src/dashboard/parts/layOutJson.ts'
import { readMessagePieces } from '../../src/dashboard/parts/messagePieces.ts'

const media = { name: undefined, bytes: undefined, seconds: undefined }
const text = (value: string) => ({ kind: 'text', text: value })

test.each<[content: string, pieces: readonly object[]]>([
  ['plain text', [text('plain text')]],
  ['{"type":"Plain"}', [text('{"type":"Plain"}')]],
  ['[not json', [text('[not json')]],
  [' ', []],
  ['[]', []],
  ['[null, 1, "x", [], {"type":"Plain"}, {"type":"Plain","text":""}, {"type":"Source","id":1}]', []],
  ['[{"type":"Plain","text":"a NaN \\" b","weight":NaN}]', [text('a NaN " b')]],
  [
    '[{"type":"At","target":7,"display":""},{"type":"At","display":["x"]},{"type":"AtAll"}]',
    [
      { kind: 'mention', name: '7' },
      { kind: 'mention', name: undefined },
    ],
  ],
  [
    '[{"type":"Image","url":"https://example.com/i/a.png?x=1","base64":"data:image/png;base64,AAAA"},{"type":"Image"}]',
    [
      { ...media, kind: 'image', name: 'a.png', bytes: 3 },
      { ...media, kind: 'image' },
    ],
  ],
  [
    '[{"type":"Image","base64":{"type":"image/png","size":48213,"sha256":"9f"}},{"type":"Image","url":"javascript:alert(1)//x/y"}]',
    [
      { ...media, kind: 'image', bytes: 48213 },
      { ...media, kind: 'image' },
    ],
  ],
  [
    '[{"type":"File","name":"a.pdf","size":5},{"type":"Voice","length":12},{"type":"Voice","length":-1}]',
    [
      { ...media, kind: 'file', name: 'a.pdf', bytes: 5 },
      { ...media, kind: 'voice', seconds: 12 },
      { ...media, kind: 'voice' },
    ],
  ],
  [
    '[{"type":"Quote","origin":[{"type":"Plain","text":"q"},{"type":"Image"}]},{"type":"Quote"}]',
    [
      { kind: 'quote', pieces: [text('q'), { ...media, kind: 'image' }] },
      { kind: 'quote', pieces: [] },
    ],
  ],
  [
    '[{"type":"Forward","display":{"title":"T"},"node_list":[{"sender_id":3,"message_chain":[{"type":"Plain","text":"f"}]}]}]',
    [{ kind: 'forward', title: 'T', messages: [{ sender: '3', pieces: [text('f')] }] }],
  ],
  [
    '[{"type":"WeChatLink","link_title":"L"},{"type":null},{"type":"__proto__"}]',
    [
      { kind: 'other', type: 'WeChatLink', text: 'L' },
      { kind: 'other', type: '', text: undefined },
      { kind: 'other', type: '__proto__', text: undefined },
    ],
  ],
])('the pieces of %s', (content, pieces) => {
  expect(readMessagePieces(content)).toEqual(pieces)
})

test.each(['', '\\'])('a string that does not end is read in linear time: %j', (end) => {
  const content = `["${'\\"'.repeat(100_000)}${end}`
  expect(readMessagePieces(content)).toEqual([text(content)])
})

test('quotes in quotes end at a depth, and chains at a length', () => {
  const nest = (depth: number): object =>
    depth === 0 ? { type: 'Plain', text: 'deep' } : { type: 'Quote', origin: [nest(depth - 1)] }
  expect(JSON.stringify(readMessagePieces(JSON.stringify([nest(4)])))).toContain('deep')
  expect(JSON.stringify(readMessagePieces(JSON.stringify([nest(9)])))).not.toContain('deep')
  const long = JSON.stringify(Array.from({ length: 5000 }, () => ({ type: 'Plain', text: 'x' })))
  expect(readMessagePieces(long)).toHaveLength(200)
})

test.each([
  ['{"a":[1,{"b":"x, {y}\\""}],"c":[],"d":{}}', { a: [1, { b: 'x, {y}"' }], c: [], d: {} }],
  ['[true,null,-1.5]', [true, null, -1.5]],
])('JSON is laid out as JSON.stringify does: %s', (json, value) => {
  expect(layOutJson(json)).toBe(JSON.stringify(value, null, 2))
})

test('numbers keep their digits, and what is no JSON stays as it is', () => {
  expect(layOutJson('{"id":12345678901234567890,"x":1.0}')).toBe('{\n  "id": 12345678901234567890,\n  "x": 1.0\n}')
  for (const given of ['plain', '{broken', '"text"', '12']) expect(layOutJson(given)).toBe(given)
  expect(layOutJson(`${'['.repeat(500)}${']'.repeat(500)}`).length).toBeLessThan(50_000)
})
