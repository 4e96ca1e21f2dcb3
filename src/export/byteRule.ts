import type { CellRule } from './format.ts'

/** Bytes, and a view to read and write several of them at a time. */
export interface Viewed {
  readonly bytes: Buffer
  readonly view: DataView
}

/** A rule in bytes. */
export interface ByteRule {
  readonly key: Viewed
  readonly absent: Viewed
  readonly quote: Viewed
  readonly length: number
  readonly convertsAll: boolean
  /** Has 1 for each first byte of values that are converted. */
  readonly convertsFirst: Uint8Array
  /** Has 1 for each byte of values that are converted. */
  readonly converts: Uint8Array
  /**
   * The bytes of `converts`, all of ASCII, are the highest of them, and others that are below a limit. Both are
   * repeated four times, so that four bytes are checked at a time.
   */
  readonly highest: number
  readonly limit: number
  readonly convert: (stored: string) => string
}

/** More than the number of bytes of a value, which PostgreSQL limits to 1 GB. */
const maxLength = 2 ** 30
const wordBytes = 4
/** A byte of 1, repeated. */
const ones = 0x01010101
/** The highest bit of each byte. */
const highBits = 0x80808080

/** Views bytes. */
export const viewOf = (bytes: Buffer): Viewed => ({
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})

/** The bytes of a text. */
export const bytesOf = (text: string): Viewed => viewOf(Buffer.from(text))

const allBytes = Array.from({ length: 256 }, (_, byte) => byte)

const listMatches = (pattern: RegExp | undefined): readonly number[] =>
  allBytes.filter((byte) => pattern?.test(String.fromCharCode(byte)))

const tableOf = (matches: readonly number[]): Uint8Array =>
  Uint8Array.from(allBytes, (byte) => (matches.includes(byte) ? 1 : 0))

/** Compiles the rule of a column, and what precedes its cells. */
export const compileRule = (rule: CellRule, key: string): ByteRule => {
  const matches = listMatches(rule.converts)
  return {
    key: bytesOf(key),
    absent: bytesOf(rule.absent),
    quote: bytesOf(rule.quote ?? ''),
    length: rule.length ?? maxLength,
    convertsAll: rule.convertsAll ?? false,
    convertsFirst: tableOf(listMatches(rule.convertsFirst)),
    converts: tableOf(matches),
    highest: (matches.at(-1) ?? 0) * ones,
    limit: ((matches.at(-2) ?? -1) + 1) * ones,
    convert: rule.convert ?? ((stored) => stored),
  }
}

/** Copies bytes to a position. Returns the position after them. */
export const copyBytes = ({ bytes, view }: Viewed, to: Viewed, start: number): number => {
  const { length } = bytes
  let at = 0
  for (; at + wordBytes <= length; at += wordBytes) to.view.setInt32(start + at, view.getInt32(at))
  for (; at < length; at += 1) to.bytes[start + at] = bytes[at] as number
  return start + length
}

/** Copies a value to a position. Returns the position after it; -1 if it must be converted. */
export const copyValue = (
  rule: ByteRule,
  { bytes, view }: Viewed,
  from: number,
  length: number,
  to: Viewed,
  start: number,
): number => {
  const { quote, convertsFirst, converts, highest, limit } = rule
  if (rule.convertsAll || (length > 0 && convertsFirst[bytes[from] as number] === 1)) return -1
  const stop = from + (length < rule.length ? length : rule.length)
  let out = copyBytes(quote, to, start)
  let at = from
  for (; at + wordBytes <= stop; at += wordBytes) {
    const word = view.getInt32(at)
    const difference = word ^ highest
    // Whether a byte is below the limit, or its difference from the highest one is 0.
    const found = ((word - limit) & ~word) | ((difference - ones) & ~difference)
    if ((found & highBits) !== 0 && hasByte(converts, word)) return -1
    to.view.setInt32(out, word)
    out += wordBytes
  }
  for (; at < stop; at += 1) {
    const byte = bytes[at] as number
    if (converts[byte] === 1) return -1
    to.bytes[out] = byte
    out += 1
  }
  return copyBytes(quote, to, out)
}

const hasByte = (table: Uint8Array, word: number): boolean =>
  table[word & 0xff] === 1 ||
  table[(word >>> 8) & 0xff] === 1 ||
  table[(word >>> 16) & 0xff] === 1 ||
  table[word >>> 24] === 1
