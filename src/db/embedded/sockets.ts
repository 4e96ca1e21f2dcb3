import { once } from 'node:events'
import { lstatSync, rmSync } from 'node:fs'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseOptions } from '../database.ts'
import { describeProcess, isAlive, isSameSystem, ownerSchema } from './owner.ts'
import type { Listen } from './protocol.ts'

const prefix = 'botlens-socket-'
/** The file in a socket folder that identifies its process. */
const ownerFile = 'owner.json'
const socketFile = '.s.PGSQL.5432'

/** The address of the embedded database. */
export interface Address {
  readonly listen: Listen
  readonly connection: DatabaseOptions['connection']
  release(): void
}

/**
 * Chooses the address of the embedded database: a socket file in a folder that only this user can access, or a port of
 * the loopback address on Windows, where the driver does not support sockets. The folder is removed when the process
 * exits in any way; the folders of crashed processes are removed here.
 */
export const chooseAddress = async (): Promise<Address> => {
  if (process.platform === 'win32') {
    const host = '127.0.0.1'
    const port = await findFreePort(host)
    return { listen: { host, port }, connection: { host, port }, release: () => undefined }
  }
  await removeLeftovers()
  const folder = await mkdtemp(join(tmpdir(), prefix))
  const keep = removeWithProcess(folder)
  await writeFile(join(folder, ownerFile), JSON.stringify(await describeProcess()), { mode: 0o600 })
  return {
    listen: { path: join(folder, socketFile) },
    connection: { host: folder, port: 5432 },
    release: () => {
      keep()
      removeFolder(folder)
    },
  }
}

const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Removes a folder when the process exits. A signal that the process handles otherwise does not end it. */
const removeWithProcess = (folder: string): (() => void) => {
  const onExit = () => removeFolder(folder)
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 0) return
    removeFolder(folder)
    process.kill(process.pid, signal)
  }
  process.once('exit', onExit)
  for (const signal of endingSignals) process.once(signal, onSignal)
  return () => {
    process.off('exit', onExit)
    for (const signal of endingSignals) process.off(signal, onSignal)
  }
}

/** Removes the socket folders of crashed processes: those of this user and system without any other content. */
const removeLeftovers = async (): Promise<void> => {
  const names = await readdir(tmpdir())
  const folders = names.filter((name) => name.startsWith(prefix)).map((name) => join(tmpdir(), name))
  for (const folder of folders) if (await isLeftover(folder).catch(() => false)) removeFolder(folder)
}

const isLeftover = async (folder: string): Promise<boolean> => {
  const status = lstatSync(folder)
  if (!status.isDirectory() || status.uid !== process.getuid?.()) return false
  const files = await readdir(folder)
  if (files.some((file) => file !== ownerFile && file !== socketFile)) return false
  const owner = ownerSchema.parse(JSON.parse(await readFile(join(folder, ownerFile), 'utf8')))
  return isSameSystem(owner, await describeProcess()) && !(await isAlive(owner)) && owner.pid !== process.pid
}

const findFreePort = async (host: string): Promise<number> => {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('The operating system did not assign a port')
  return address.port
}
