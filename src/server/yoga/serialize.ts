import { takeValueSlice } from '../../shared/timeSlices.ts'

/** The size of one value, in characters of a text that take as long to serialize. */
const valueSize = 100
/** Maximum size of data that are serialized as one piece: 2,000 values. */
const maxPiece = 2000 * valueSize

/** Measures a value and all values in it, up to the limit. Sizes are integers, which V8 does not allocate. */
const sizeOf = (value: unknown, limit: number): number => {
  if (typeof value === 'string') return valueSize + value.length
  if (typeof value !== 'object' || value === null) return valueSize
  let size = valueSize
  if (Array.isArray(value)) {
    for (const inner of value) {
      size += sizeOf(inner, limit - size)
      if (size > limit) break
    }
    return size
  }
  // Every value of every response is measured here, so the members of an object are not copied to a list first.
  const members = value as Readonly<Record<string, unknown>>
  for (const name in members) {
    size += sizeOf(members[name], limit - size)
    if (size > limit) break
  }
  return size
}

/** Writes a JSON value in pieces of bounded size, each with the size of its values. */
function* writePieces(value: unknown): Generator<readonly [text: string, size: number]> {
  const size = sizeOf(value, maxPiece)
  if (size <= maxPiece || typeof value !== 'object' || value === null) yield [JSON.stringify(value), size]
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
  sizeOf(data, maxPiece) <= maxPiece ? JSON.stringify(data) : undefined

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
  for (const [piece, size] of writePieces(data)) {
    text += piece
    pending += size
    if (pending <= maxPiece) continue
    if (!encode()) return undefined
    await takeValueSlice(pending / valueSize)
    pending = 0
  }
  return encode() ? parts : undefined
}
