import { closeSync, existsSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const mebibyte = 1024 * 1024
/** Free bytes below which nothing is written: one file of PostgreSQL's write-ahead log. */
const leastFree = 16 * mebibyte
/** Bytes of the reserve: PostgreSQL needs one or two files of its log to finish what it has begun. */
const reserveBytes = 32 * mebibyte
/** Milliseconds between two looks at the disk, and between two attempts to write the reserve again. */
const intervals = { check: 250, reserve: 2000 }

/** Keeps disk space in reserve, and tells when nothing more may be written. */
export interface DiskSpace {
  /** Whether the disk is full. Cheap: looks at the disk at most four times a second. */
  isFull(): boolean
  /**
   * Notes that a write found no space.
   * @param mayUseReserve whether the write must not fail: then the reserve is released, and the write can be repeated.
   * @returns whether to repeat it.
   */
  noteFull(mayUseReserve: boolean): boolean
}

/**
 * Watches the disk of a reserve file. The disk counts as full when little is free, or as soon as a write failed; and as
 * usable again when the reserve exists. A quota, which shows no free space, is respected as well.
 * @param elapsed milliseconds by a clock that is never set.
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

/** Writes the reserve, completely or not at all. */
const writeReserve = (file: string): boolean => {
  // Not zeros, which some file systems do not store.
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
