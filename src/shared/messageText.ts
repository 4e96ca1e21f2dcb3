import { findLiteralEnd } from './jsonLiteral.ts'

/** One item of a message chain, in any stored shape. */
type Item = Readonly<Record<string, unknown>>

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as text: strings, numbers and booleans unchanged, anything else as the fallback. */
const textOf = (value: unknown, fallback: string): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback

const pieces: Readonly<Record<string, (item: Item) => string>> = {
  Plain: ({ text }) => textOf(text, ''),
  At: ({ display, target }) => {
    const name = textOf(display || target || null, '')
    return name === '' ? '' : `@${name}`
  },
  AtAll: () => '@All',
  Image: () => '[Image]',
  File: ({ name }) => `[File: ${textOf(name, 'File')}]`,
  Voice: ({ length }) => `[Voice ${textOf(length, '0')}s]`,
  Quote: ({ origin }) =>
    (Array.isArray(origin) ? origin : [])
      .filter((item): item is Item => isItem(item) && item['type'] === 'Plain')
      .map(({ text }) => `> ${textOf(text, '')}`)
      .join(''),
  Source: () => '',
}

const pieceOf = (item: Item): string => {
  const type = textOf(item['type'], 'Unknown')
  return Object.hasOwn(pieces, type) ? (pieces[type]?.(item) ?? '') : `[${type}]`
}

/**
 * Extracts the plain text of a stored message: the text of the items of a JSON message chain, or any other stored text
 * unchanged. Images and other media are represented in brackets, e.g. `[Image]`.
 */
export const readMessageText = (content: string): string => {
  const chain = parseChain(content)
  return chain ? chain.filter(isItem).map(pieceOf).join('') : content
}

/** Parses a stored message chain; undefined if the content is not one. */
export const parseChain = (content: string): unknown[] | undefined => {
  if (!/^\s*\[/.test(content)) return undefined
  const parsed = parseJson(content) ?? parseJson(replaceNonFinite(content))
  return Array.isArray(parsed) ? parsed : undefined
}

/** Replaces `NaN` and `Infinity` outside of strings by null, since some programs write them as JSON. */
const replaceNonFinite = (json: string): string => {
  const parts: string[] = []
  for (let start = 0; start < json.length; ) {
    const quote = json.indexOf('"', start)
    const end = quote < 0 ? json.length : quote
    parts.push(json.slice(start, end).replaceAll(/-?Infinity|NaN/g, 'null'))
    start = quote < 0 ? end : findLiteralEnd(json, quote)
    parts.push(json.slice(end, start))
  }
  return parts.join('')
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
