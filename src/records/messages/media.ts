import { createHash } from 'node:crypto'
import { findLiteralEnd } from '../../shared/jsonLiteral.ts'
import { parseChain } from '../../shared/messageText.ts'

/** The maximum size of data that is kept in a message, in bytes. */
const maxBytes = 1024
/** The minimum length of base64 text that encodes more than {@link maxBytes}. */
const minLength = Math.ceil((maxBytes + 1) * (4 / 3))

const [dataScheme, dataEncoding, prefix] = ['data:', ';base64', 'base64://']

/** File signatures in base64, with their media types. */
const signatures: readonly (readonly [string, string])[] = [
  ['iVBORw0KGg', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'application/x-riff'],
  ['JVBERi0', 'application/pdf'],
  ['UEsDB', 'application/zip'],
  ['SUQz', 'audio/mpeg'],
  ['T2dnUw', 'audio/ogg'],
  ['IyFBTVI', 'audio/amr'],
  ['AiMhU0lMS', 'audio/silk'],
  ['IyFTSUxL', 'audio/silk'],
]

/** Data found in a message. */
interface Media {
  readonly type: string
  readonly data: string
}

const hasAt = (text: string, part: string, start: number): boolean =>
  text.slice(start, start + part.length).toLowerCase() === part

/** Reads the prefix of base64 data, a data URL or `base64://`: its length, and the media type of a data URL. */
const readHead = (text: string): { readonly length: number; readonly type?: string } => {
  if (hasAt(text, prefix, 0)) return { length: prefix.length }
  if (!hasAt(text, dataScheme, 0)) return { length: 0 }
  const end = text.indexOf(',') - dataEncoding.length
  if (end < dataScheme.length || !hasAt(text, dataEncoding, end)) return { length: 0 }
  return {
    length: end + dataEncoding.length + 1,
    type: text.slice(dataScheme.length, text.indexOf(';')),
  }
}

/** The number of bytes that a base64 text encodes; undefined if the text is not base64. */
const sizeOf = (data: string): number | undefined => {
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0
  const digits = data.slice(0, data.length - padding)
  return /[^\w+/-]/.test(digits) ? undefined : Math.floor((digits.length * 3) / 4)
}

/** Reads a text as media if it consists only of base64 data of more than 1 KB. */
const readMedia = (key: string, text: string): Media | undefined => {
  if (text.length < minLength) return undefined
  const head = readHead(text)
  // Text written by users is kept even if it looks like base64, unless it is a data URL.
  if (head.length === 0 && key === 'text') return undefined
  const data = text.slice(head.length).replace(/\s+/g, '')
  const size = sizeOf(data)
  if (size === undefined || size <= maxBytes) return undefined
  const known = signatures.find(([start]) => data.startsWith(start))
  return { type: head.type || known?.[1] || 'application/octet-stream', data }
}

/** Finds all media of a chain, by the text that contains it. Not recursive, so that any depth is safe. */
const findMedia = (chain: unknown): Map<string, Media> => {
  const found = new Map<string, Media>()
  const open: [key: string, value: unknown][] = [['', chain]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [key, value] = next
    if (typeof value === 'string') {
      const media = readMedia(key, value)
      if (media) found.set(value, media)
    } else if (Array.isArray(value)) for (const item of value) open.push([key, item])
    else if (typeof value === 'object' && value !== null) for (const entry of Object.entries(value)) open.push(entry)
  }
  return found
}

const describe = ({ type, data }: Media): string => {
  const bytes = Buffer.from(data, 'base64')
  return JSON.stringify({ type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
}

/**
 * Removes base64 data of more than 1 KB from a message chain: each such text is replaced by an object with the data's
 * `type`, `size` in bytes and `sha256`. Everything else is unchanged byte for byte, as is content that is not a chain.
 * @example `[{"type":"Image","base64":"data:image/png;base64,iVBO…"}]` becomes
 *   `[{"type":"Image","base64":{"type":"image/png","size":48213,"sha256":"9f86…"}}]`.
 */
export const removeMedia = (content: string): string => {
  if (content.length < minLength) return content
  const chain = parseChain(content)
  if (!chain) return content
  const media = findMedia(chain)
  return media.size === 0 ? content : replaceLiterals(content, media)
}

/** Replaces the string literals of a JSON text that contain media. */
const replaceLiterals = (json: string, media: ReadonlyMap<string, Media>): string => {
  const parts: string[] = []
  let copied = 0
  for (let start = json.indexOf('"'); start >= 0; ) {
    const end = findLiteralEnd(json, start)
    if (end - start > minLength) {
      const found = media.get(JSON.parse(json.slice(start, end)))
      if (found && !/^\s*:/.test(json.slice(end, end + 20))) {
        parts.push(json.slice(copied, start), describe(found))
        copied = end
      }
    }
    start = json.indexOf('"', end)
  }
  return parts.join('') + json.slice(copied)
}
