import { execFileSync } from 'node:child_process'
import { appendFileSync, statfsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isCode } from '../../src/shared/errors.ts'

/** A small disk for a test. */
export interface SmallDisk {
  readonly folder: string
  /** Fills the disk up to the given number of free bytes. */
  fill(free: number): void
  /** Frees the filled space. */
  empty(): Promise<void>
  remove(): Promise<void>
}

/** Creates a disk in memory, which requires root; see `canMakeDisk`. */
export const makeSmallDisk = async (megabytes: number): Promise<SmallDisk> => {
  const folder = await mkdtemp(join(tmpdir(), 'botlens-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: (free) => {
      const chunk = Buffer.alloc(65_536)
      const readFree = () => statfsSync(folder).bavail * statfsSync(folder).bsize
      try {
        while (readFree() > free) appendFileSync(filler, chunk)
      } catch (error) {
        if (!isCode(error, 'ENOSPC')) throw error
      }
    },
    empty: () => rm(filler, { force: true }),
    remove: async () => {
      execFileSync('umount', ['--lazy', folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
