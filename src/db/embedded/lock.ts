import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** The data folder belongs to another process; the message names it and says what to do. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'
}

const ownerSchema = z.object({ pid: z.int(), host: z.string(), started: z.string().nullable(), token: z.string() })
type Owner = z.infer<typeof ownerSchema>

/**
 * Takes a data folder for this process alone, with a file `botlens.lock` that names the owner. A file whose owner
 * is gone, as after a crash, is taken over.
 * @returns a function that gives the folder free.
 * @throws FolderInUseError while another process owns it.
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  const file = join(folder, 'botlens.lock')
  const owner: Owner = {
    pid: process.pid,
    host: hostname(),
    started: await readStartTime(process.pid),
    token: randomUUID(),
  }
  const draft = `${file}.${owner.token}`
  await writeFile(draft, JSON.stringify(owner), { mode: 0o600 })
  try {
    while (!(await placeLock(draft, file))) await removeIfStale(file, folder)
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readOwner(file))?.token === owner.token) await rm(file, { force: true })
  }
}

/** Linking is the one step that either makes the whole file or fails, however many try at once. */
const placeLock = async (draft: string, file: string): Promise<boolean> => {
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

const removeIfStale = async (file: string, folder: string): Promise<void> => {
  const owner = await readOwner(file)
  if (owner === undefined) return
  if (owner === null)
    throw new FolderInUseError(`${file} is not a lock file of this server. If no server runs on ${folder}, delete it.`)
  if (owner.host !== hostname())
    throw new FolderInUseError(
      `The data folder ${folder} is used by process ${owner.pid} on the machine ${owner.host}. If it no longer runs, delete ${file}.`,
    )
  if (await isAlive(owner))
    throw new FolderInUseError(
      `The data folder ${folder} is used by process ${owner.pid}. Stop it, or give this one another folder with DATA_DIR.`,
    )
  const aside = `${file}.${randomUUID()}`
  await rename(file, aside).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error
  })
  const moved = await readOwner(aside)
  if (moved && moved.token !== owner.token) await link(aside, file)
  await rm(aside, { force: true })
}

/** The owner that a lock file names; null where it names none, undefined where there is no such file. */
const readOwner = async (file: string): Promise<Owner | null | undefined> => {
  try {
    return ownerSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Whether the process of a lock still runs: a process that has its id by now started at another time. */
const isAlive = async ({ pid, started }: Owner): Promise<boolean> => {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false
    if (!isCode(error, 'EPERM')) throw error
  }
  return started === null || started === (await readStartTime(pid))
}

/** When a process started, in the system's own ticks; null where the system does not tell (it does on Linux). */
const readStartTime = async (pid: number): Promise<string | null> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const fieldsAfterName = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fieldsAfterName?.[19] ?? null
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
