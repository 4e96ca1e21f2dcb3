import { findLiteralEnd } from './jsonLiteral.ts'

/** One item of a message chain, of whatever shape it was stored in. */
type Item = Readonly<Record<string, unknown>>

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as text: text, numbers and booleans as they are, anything else as the fallback. */
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
 * The plain text of a stored message: of a JSON message chain the pieces of its items, of anything else the stored
 * text as it is. Images and other media are named in brackets, e.g. `[Image]`.
 */
export const readMessageText = (content: string): string => {
  const chain = parseChain(content)
  return chain ? chain.filter(isItem).map(pieceOf).join('') : content
}

/** The items of a stored message chain; nothing where the content is none. */
export const parseChain = (content: string): unknown[] | undefined => {
  if (!/^\s*\[/.test(content)) return undefined
  const parsed = parseJson(content) ?? parseJson(replaceNonFinite(content))
  return Array.isArray(parsed) ? parsed : undefined
}

/** Chains are written by programs whose JSON knows `NaN` and `Infinity`: they become null, outside of strings. */
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
