/** The parts of PostgreSQL's protocol that are used here. */

/** Creates the message that runs a statement. */
export const queryMessage = (statement: string): Uint8Array => message('Q', Buffer.from(`${statement}\0`))

/** The message that ends a statement of several messages. */
export const syncMessage = message('S', Buffer.alloc(0))

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

/** An error and its replacement, with their SQLSTATE codes. */
export interface Replacement {
  readonly code: string
  readonly by: { readonly code: string; readonly message: string }
}

/**
 * Replaces one error in a stream of responses.
 * @param write called with the responses, as complete messages.
 * @returns a function that accepts the stream in chunks of any size.
 */
export const replaceError = ({ code, by }: Replacement, write: (data: Uint8Array) => void) => {
  let rest: Buffer = Buffer.alloc(0)
  const error = message('E', Buffer.from(`SERROR\0VERROR\0C${by.code}\0M${by.message}\0\0`))
  return (data: Uint8Array): void => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= 5) {
      const end = 1 + rest.readInt32BE(1)
      if (rest.length < end) return
      const [first] = rest
      const isReplaced = first === errorType && rest.subarray(5, end).includes(`\0C${code}\0`)
      write(isReplaced ? error : rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}

const errorType = 'E'.charCodeAt(0)
