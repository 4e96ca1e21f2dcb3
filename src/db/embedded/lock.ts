import { randomUUID } from 'node:crypto'
import { link, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isCode, OperatorError } from '../../shared/errors.ts'
import { beat, beatInterval, type LockKey } from './heartbeat.ts'
import { readLock } from './lockFile.ts'
import { describeProcess, isAlive, isSameSystem, type Owner } from './owner.ts'

/** The data folder is used by another process. The message names the process and contains what to do. */
export class FolderInUseError extends OperatorError {
  override readonly name = 'FolderInUseError'
  /** A sentence about the process that uses the folder, without the advice. */
  readonly reason: string

  constructor(reason: string, advice?: string) {
    super(advice === undefined ? reason : `${reason} ${advice}`)
    this.reason = reason
  }
}

const stopAdvice = 'Stop it, or set DATA_DIR to another folder.'

/** Heartbeats that an owner on another machine may miss before its lock is taken over. */
const missedBeats = 6

/** A lock that this process holds. */
export interface FolderLock extends LockKey {
  /** Releases the folder. */
  release(): Promise<void>
}

/** Options for tests: the process that takes the lock, and the wait between two reads of another owner's heartbeat. */
export interface LockOptions {
  readonly self?: Owner
  readonly wait?: (milliseconds: number) => Promise<unknown>
  /** Called before the lock of another machine is watched, which takes several seconds. */
  readonly onWatch?: (message: string) => void
}

/**
 * Locks a data folder for this process with a file `botlens.lock` that names the owner. The lock of an owner that is no
 * longer running is taken over. An owner on another machine or in another container cannot be looked up: its lock is
 * taken over if it shows no heartbeat for 12 s. Clocks of different machines are never compared.
 * @throws FolderInUseError while another process owns the lock.
 */
export const lockFolder = async (folder: string, options: LockOptions = {}): Promise<FolderLock> => {
  const file = join(folder, 'botlens.lock')
  const self = options.self ?? (await describeProcess())
  const draft = `${file}.${self.token}`
  await writeFile(draft, JSON.stringify(self), { mode: 0o600 })
  try {
    while (!(await placeLock(draft, file))) await removeIfStale(file, folder, self, options)
  } finally {
    await rm(draft, { force: true })
  }
  return {
    file,
    token: self.token,
    release: async () => {
      if (readLock(file)?.owner?.token === self.token) await rm(file, { force: true })
    },
  }
}

/**
 * Keeps a lock alive with a heartbeat.
 * @param onLost called once if another process has taken the lock over.
 * @returns a function that ends the heartbeat.
 */
export const keepLock = (lock: LockKey, onLost: () => void, interval = beatInterval): (() => void) => {
  const timer = setInterval(() => {
    if (isHeld(lock)) return
    clearInterval(timer)
    onLost()
  }, interval).unref()
  return () => clearInterval(timer)
}

/**
 * Whether the lock is held. After a temporary file system error, it is assumed to be held: the next heartbeat checks it
 * again.
 */
const isHeld = (lock: LockKey): boolean => {
  try {
    return beat(lock)
  } catch {
    return true
  }
}

/** Links the file, which either creates it completely or fails, even with concurrent processes. */
const placeLock = async (draft: string, file: string): Promise<boolean> => {
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

const removeIfStale = async (file: string, folder: string, self: Owner, options: LockOptions): Promise<void> => {
  const found = readLock(file)
  if (found === undefined) return
  const { owner } = found
  if (owner === null)
    throw new FolderInUseError(`${file} is not a lock file of this server. If no server runs on ${folder}, delete it.`)
  if (isSameSystem(owner, self)) {
    if (await isAlive(owner))
      throw new FolderInUseError(`The data folder ${folder} is in use by process ${owner.pid}.`, stopAdvice)
  } else await watchBeats(file, folder, { owner, beat: found.beat }, options)
  const aside = `${file}.${randomUUID()}`
  await rename(file, aside).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error
  })
  const moved = readLock(aside)
  // The file may have been replaced or have shown a heartbeat in the meantime. It is then restored.
  if (moved && (moved.owner?.token !== owner.token || moved.beat !== found.beat)) await placeLock(aside, file)
  await rm(aside, { force: true })
}

/** @throws FolderInUseError as soon as the owner of a lock shows a heartbeat. */
const watchBeats = async (
  file: string,
  folder: string,
  found: { readonly owner: Owner; readonly beat: number },
  { wait = sleep, onWatch }: LockOptions,
): Promise<void> => {
  const name = `process ${found.owner.pid} on the machine ${found.owner.host}`
  onWatch?.(
    `The data folder ${folder} is locked by ${name}. Waiting ${(missedBeats * beatInterval) / 1000} s for its heartbeat before taking the folder over.`,
  )
  for (let missed = 0; missed < missedBeats; missed += 1) {
    await wait(beatInterval)
    const current = readLock(file)
    if (current === undefined) return
    if (current.beat !== found.beat || current.owner?.token !== found.owner.token)
      throw new FolderInUseError(`The data folder ${folder} is in use by ${name}.`, stopAdvice)
  }
}
