/** Bytes of the type and the length of a message. */
const headBytes = 5

/** The type of a message that contains a row. */
export const rowType = 'D'.charCodeAt(0)

/**
 * Called with the type and the bytes of a complete message; rows that arrive together are passed together. Returns
 * whether splitting ends before this message.
 */
export type TakeMessages = (type: number, messages: Buffer) => boolean

/** The number of bytes of the message at a position. */
export const readMessageLength = (bytes: Buffer, at: number): number => 1 + bytes.readInt32BE(at + 1)

/**
 * Splits a stream of PostgreSQL's protocol into messages, without copying those that arrive in one chunk.
 * @returns a function that accepts the stream in chunks of any size. It returns the bytes that follow the end of
 *   splitting, and undefined before.
 */
export const splitMessages = (take: TakeMessages): ((chunk: Buffer) => Buffer | undefined) => {
  // The beginning of a message that is not complete yet.
  let parts: Buffer[] = []
  let held = 0
  let wanted = headBytes

  const hold = (part: Buffer): void => {
    if (part.length === 0) return
    parts.push(part)
    held += part.length
  }

  /** Completes the held message. Returns it, and what follows it; undefined if it is still incomplete. */
  const complete = (chunk: Buffer): { readonly message: Buffer; readonly rest: Buffer } | undefined => {
    let rest = chunk
    while (true) {
      const missing = wanted - held
      hold(rest.subarray(0, missing))
      if (held < wanted) return undefined
      rest = rest.subarray(missing)
      const message = Buffer.concat(parts)
      wanted = readMessageLength(message, 0)
      if (wanted > held) {
        parts = [message]
        continue
      }
      parts = []
      held = 0
      wanted = headBytes
      return { message, rest }
    }
  }

  /** Takes the complete messages of a chunk, and holds the beginning of the next one. */
  const takeChunk = (chunk: Buffer): Buffer | undefined => {
    let at = 0
    let rowsStart = 0
    while (at + headBytes <= chunk.length) {
      const end = at + readMessageLength(chunk, at)
      if (end > chunk.length) {
        wanted = end - at
        break
      }
      const type = chunk[at] ?? 0
      if (type !== rowType) {
        if (rowsStart < at) take(rowType, chunk.subarray(rowsStart, at))
        if (take(type, chunk.subarray(at, end))) return chunk.subarray(at)
        rowsStart = end
      }
      at = end
    }
    if (rowsStart < at) take(rowType, chunk.subarray(rowsStart, at))
    hold(chunk.subarray(at))
    return undefined
  }

  return (chunk) => {
    if (held === 0) return takeChunk(chunk)
    const completed = complete(chunk)
    if (!completed) return undefined
    const { message, rest } = completed
    if (take(message[0] ?? 0, message)) return Buffer.concat([message, rest])
    return takeChunk(rest)
  }
}
