import { splitMessages } from '../splitMessages.ts'

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
  const error = message('E', Buffer.from(`SERROR\0VERROR\0C${by.code}\0M${by.message}\0\0`))
  const split = splitMessages((type, messages) => {
    write(type === errorType && messages.includes(`\0C${code}\0`) ? error : messages)
    return false
  })
  return (data: Uint8Array): void => {
    // A copy, since the engine reuses its memory.
    split(Buffer.from(data))
  }
}

const errorType = 'E'.charCodeAt(0)
