import { readFileSync, statSync } from 'node:fs'
import { isCode } from '../../shared/errors.ts'
import { type Owner, ownerSchema } from './owner.ts'

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
