import { randomUUID } from 'node:crypto'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { z } from 'zod'
import { isCode } from '../../shared/errors.ts'

/** The process that owns a folder, as stored in its lock file. */
export const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** The running system and its process namespace. Process ids of different namespaces cannot be compared. */
  system: z.string().nullable().default(null),
  started: z.string().nullable(),
  token: z.string(),
})
export type Owner = z.infer<typeof ownerSchema>

/** Describes the running process as an owner, with a new token. */
export const describeProcess = async (): Promise<Owner> => ({
  pid: process.pid,
  host: hostname(),
  system: await readSystem(),
  started: await readStartTime(process.pid),
  token: randomUUID(),
})

/** Whether the process ids of two owners can be compared, because they run on the same system. */
export const isSameSystem = (one: Owner, other: Owner): boolean =>
  one.host === other.host && (one.system === null || other.system === null || one.system === other.system)

/** Whether the process of an owner on this system is still running. A reused process id has another start time. */
export const isAlive = async ({ pid, started }: Owner): Promise<boolean> => {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false
    if (!isCode(error, 'EPERM')) throw error
  }
  return started === null || started === (await readStartTime(pid))
}

/** Identifies the boot and the process namespace; null if the system does not provide them (Linux does). */
const readSystem = async (): Promise<string | null> => {
  const parts = [readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readlink('/proc/self/ns/pid')]
  const read = await Promise.all(parts).catch(() => undefined)
  return read?.map((part) => part.trim()).join(' ') ?? null
}

/** The start time of a process in clock ticks of the system; null if the system does not provide it (Linux does). */
const readStartTime = async (pid: number): Promise<string | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const fieldsAfterName = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fieldsAfterName?.[19] ?? null
}
