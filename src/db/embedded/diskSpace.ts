import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const mebibyte = 1024 * 1024
/** Free bytes below which nothing is written: the size of one file of the write-ahead log. */
const leastFree = 16 * mebibyte
/**
 * The size of the reserve in bytes. PostgreSQL needs one or two files of the write-ahead log to complete what it has
 * started.
 */
const reserveBytes = 32 * mebibyte
/** Milliseconds between two checks of the disk, and between two attempts to restore the reserve. */
const intervals = { check: 250, reserve: 2000 }

/** Keeps disk space in reserve, and detects a full disk. */
export interface DiskSpace {
  /** Whether the disk is full. Cheap, since the disk is checked at most four times a second. */
  isFull(): boolean
  /**
   * Records that a write failed because of a full disk.
   * @param mayUseReserve whether the write must not fail. The reserve is then released, and the write can be retried.
   * @returns whether to retry the write.
   */
  noteFull(mayUseReserve: boolean): boolean
}

/**
 * Watches the disk of a reserve file. The disk is considered full when little space is free or a write has failed, and
 * usable again when the reserve exists. Quotas, which do not reduce the reported free space, are therefore respected as
 * well.
 * @param elapsed returns monotonic time in milliseconds.
 */
export const watchDisk = (reserveFile: string, elapsed: () => number): DiskSpace => {
  let full = false
  let nextCheck = 0
  let nextReserve = 0

  const keepReserve = (free: number): boolean => {
    if (existsSync(reserveFile)) return true
    if (free < leastFree + reserveBytes || elapsed() < nextReserve) return false
    nextReserve = elapsed() + intervals.reserve
    return writeReserve(reserveFile)
  }
  return {
    isFull: () => {
      if (elapsed() < nextCheck) return full
      nextCheck = elapsed() + intervals.check
      const free = readFree(dirname(reserveFile))
      const hasReserve = keepReserve(free)
      full = free < leastFree || (full && !hasReserve)
      return full
    },
    noteFull: (mayUseReserve) => {
      full = true
      nextReserve = elapsed() + intervals.reserve
      if (!mayUseReserve || !existsSync(reserveFile)) return false
      rmSync(reserveFile, { force: true })
      return true
    },
  }
}

const readFree = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** Writes the reserve file, completely or not at all. */
const writeReserve = (file: string): boolean => {
  // Random bytes, since some file systems do not store zeros.
  const chunk = crypto.getRandomValues(new Uint8Array(65_536))
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'wx', 0o600)
    for (let written = 0; written < reserveBytes; written += chunk.length) writeFully(descriptor, chunk)
    return true
  } catch {
    rmSync(file, { force: true })
    return false
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const writeFully = (descriptor: number, chunk: Uint8Array): void => {
  if (writeSync(descriptor, chunk) < chunk.length) throw new Error('The disk is full')
}
