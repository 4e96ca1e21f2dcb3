import { createHash } from 'node:crypto'
import { z } from 'zod'
import { badInput, ExpectedError, quote } from '../../shared/errors.ts'
import type { Position } from './events.ts'

/** Number of characters of the history of events in a cursor. */
const historyLength = 12

let latest = { history: '', short: '' }

/** Shortens a history, which is the same for almost all cursors of a process. */
const shorten = (history: string): string => {
  if (latest.history !== history)
    latest = { history, short: createHash('sha256').update(history).digest('base64url').slice(0, historyLength) }
  return latest.short
}

/** Creates the cursor of a position: opaque to clients, and valid only for one history of events. */
export const writeCursor = (history: string, { seq, index }: Position): string =>
  Buffer.from(JSON.stringify([shorten(history), seq, index])).toString('base64url')

const natural = z.number().int().min(0)
const cursorSchema = z.tuple([z.string().length(historyLength), natural, natural])

/** Creates the error of a cursor after which events are no longer known. */
export const makeExpiredError = (reason: string): ExpectedError =>
  new ExpectedError('CURSOR_EXPIRED', `${reason} Read the current data, then subscribe without \`after\`.`)

/**
 * Reads the position of a cursor.
 * @throws BAD_USER_INPUT for a text that is not a cursor, CURSOR_EXPIRED for a cursor of another history of events.
 */
export const readCursor = (history: string, cursor: string): Position => {
  const parts = parse(cursor)
  if (!parts)
    throw badInput(
      `after: ${quote(cursor)} is not a cursor of a subscription. Use the \`cursor\` of one of its events.`,
    )
  const [of, seq, index] = parts
  if (of !== shorten(history))
    throw makeExpiredError('after: the cursor is from before the database was restored, replaced or failed over.')
  return { seq, index }
}

const parse = (cursor: string): readonly [history: string, seq: number, index: number] | undefined => {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
