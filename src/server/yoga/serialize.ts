import { takeValueSlice } from '../../shared/timeSlices.ts'

/** Maximum number of values that are serialized as one piece. */
const maxPiece = 2000
/** Characters of a text that take as long to serialize as one value. */
const charactersPerValue = 100

/** Counts a value and all values in it, up to the limit. */
const countValues = (value: unknown, limit: number): number => {
  if (typeof value === 'string') return 1 + value.length / charactersPerValue
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  if (Array.isArray(value)) {
    for (const inner of value) {
      count += countValues(inner, limit - count)
      if (count > limit) break
    }
    return count
  }
  // Every value of every response is counted here, so the members of an object are not copied to a list first.
  const members = value as Readonly<Record<string, unknown>>
  for (const name in members) {
    count += countValues(members[name], limit - count)
    if (count > limit) break
  }
  return count
}

/** Writes a JSON value in pieces of bounded size, each with the number of its values. */
function* writePieces(value: unknown): Generator<readonly [text: string, values: number]> {
  const values = countValues(value, maxPiece)
  if (values <= maxPiece || typeof value !== 'object' || value === null) yield [JSON.stringify(value), values]
  else if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      yield [index === 0 ? '[' : ',', 0]
      yield* writePieces(inner)
    }
    yield [']', 0]
  } else {
    let separator = '{'
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue
      yield [`${separator}${JSON.stringify(name)}:`, 0]
      yield* writePieces(inner)
      separator = ','
    }
    yield ['}', 0]
  }
}

/** Serializes plain data if it is small enough for one piece; otherwise returns undefined. */
export const serializeSmall = (data: unknown): string | undefined =>
  countValues(data, maxPiece) <= maxPiece ? JSON.stringify(data) : undefined

/**
 * Serializes plain data to UTF-8, in the format of `JSON.stringify`, with time slices of other requests in between.
 * @returns the parts of the text; undefined if it would exceed the maximum number of bytes.
 */
export const serializeInSlices = async (data: unknown, maxBytes: number): Promise<Buffer[] | undefined> => {
  const parts: Buffer[] = []
  let bytes = 0
  let text = ''
  let pending = 0
  const encode = (): boolean => {
    const part = Buffer.from(text)
    parts.push(part)
    bytes += part.length
    text = ''
    return bytes <= maxBytes
  }
  for (const [piece, values] of writePieces(data)) {
    text += piece
    pending += values
    if (pending <= maxPiece) continue
    if (!encode()) return undefined
    await takeValueSlice(pending)
    pending = 0
  }
  return encode() ? parts : undefined
}
