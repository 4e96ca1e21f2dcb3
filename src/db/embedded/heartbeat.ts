import { readFileSync, statSync, utimesSync } from 'node:fs'
import { isCode, type Owner, ownerSchema } from './owner.ts'

/** The key of a held lock: its file, and the token that the file must contain. */
export interface LockKey {
  readonly file: string
  readonly token: string
}

/** Milliseconds between two heartbeats of an owner. */
export const beatInterval = 2000

/**
 * Confirms that a lock is still held, and updates the file's modification time as a heartbeat for other processes.
 * @returns false if the file is missing or belongs to another owner.
 */
export const beat = ({ file, token }: LockKey): boolean => {
  try {
    if (parseOwner(readFileSync(file, 'utf8'))?.token !== token) return false
    const now = new Date()
    utimesSync(file, now, now)
    return true
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/** The content of a lock file: its owner, null if the format is unknown, and its last heartbeat. */
export interface LockState {
  readonly owner: Owner | null
  readonly beat: number
}

/** Reads a lock file; undefined if there is none. */
export const readLock = (file: string): LockState | undefined => {
  try {
    // Reading comes first: on a network file system, opening the file refreshes its cached attributes.
    const owner = parseOwner(readFileSync(file, 'utf8'))
    return { owner, beat: statSync(file).mtimeMs }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

const parseOwner = (text: string): Owner | null => {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
