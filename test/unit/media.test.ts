import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { removeMedia } from '../../src/records/messages/media.ts'

const image = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(4000)])
const base64 = image.toString('base64')
const sha256 = createHash('sha256').update(image).digest('hex')
const described = { type: 'image/png', size: 4008, sha256 }

test('data in a chain becomes a description, and everything else is unchanged', () => {
  const content = (media: string) =>
    `[ {"type":"Plain", "text":"a \\"b\\" \\u00e9\\\\"},{"type": "Image","base64": ${media}, "n": 1.0e3, "x": NaN} ]`
  for (const text of [`data:image/png;base64,${base64}`, base64, `base64://${base64}`])
    expect(removeMedia(content(JSON.stringify(text)))).toBe(content(JSON.stringify(described)))
})

test('data is found under any key and in quoted messages, also with line breaks and escapes', () => {
  const wrapped = base64.replaceAll(/.{76}/g, '$&\n')
  const chain = [
    { type: 'Voice', url: `data:audio/silk;base64,${base64}`, length: 3 },
    { type: 'Quote', origin: [{ type: 'File', name: 'a.png', data: { base64: wrapped } }] },
  ]
  const text = JSON.stringify(chain).replaceAll('/', '\\/')
  expect(JSON.parse(removeMedia(text))).toEqual([
    { type: 'Voice', url: { ...described, type: 'audio/silk' }, length: 3 },
    { type: 'Quote', origin: [{ type: 'File', name: 'a.png', data: { base64: described } }] },
  ])
})

test.each([
  ['plain text', 'x'.repeat(5000)],
  ['data of 1 KB', JSON.stringify([{ type: 'Image', base64: randomBytes(1024).toString('base64') }])],
  ['an address', JSON.stringify([{ type: 'Image', url: `https://example.com/?q=${'x'.repeat(3000)}` }])],
  ['long words of a user', JSON.stringify([{ type: 'Plain', text: 'a'.repeat(5000) }])],
  ['base64 that a user wrote', JSON.stringify([{ type: 'Plain', text: base64 }])],
  ['text that only begins like a chain', `["${base64}"`],
  ['a long text with a quote', JSON.stringify([{ type: 'Plain', text: `"${'é, '.repeat(2000)}\\` }])],
])('%s is unchanged', (_name, content) => {
  expect(removeMedia(content)).toBe(content)
})

test('data just above 1 KB is replaced', () => {
  const data = randomBytes(1025)
  const [item] = JSON.parse(removeMedia(JSON.stringify([{ base64: data.toString('base64') }])))
  expect(item.base64).toMatchObject({ type: 'application/octet-stream', size: 1025 })
})

test('a chain of great depth or size is processed', () => {
  const depth = 5000
  const deep = `${'['.repeat(depth)}{"base64":"${base64}"}${']'.repeat(depth)}`
  expect(removeMedia(deep)).toContain(sha256)
  const large = JSON.stringify([{ base64: randomBytes(8_000_000).toString('base64') }])
  expect(removeMedia(large)).toMatch(/"size":8000000/)
})
