import { readFileSync, utimesSync } from 'node:fs'
import { isCode } from '../../shared/errors.ts'

/** The key of a held lock: its file, and the token that the file must contain. */
export interface LockKey {
  readonly file: string
  readonly token: string
}

/** Milliseconds between two heartbeats of an owner. */
export const beatInterval = 2000

/**
 * Confirms that a lock is still held, and updates the file's modification time as a heartbeat for other processes.
 * Tokens are random, so the file need not be parsed: the thread of the database calls this, and does not load a parser.
 * @returns false if the file is missing or belongs to another owner.
 */
export const beat = ({ file, token }: LockKey): boolean => {
  try {
    if (!readFileSync(file, 'utf8').includes(JSON.stringify(token))) return false
    const now = new Date()
    utimesSync(file, now, now)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}
