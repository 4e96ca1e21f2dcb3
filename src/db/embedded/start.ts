import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { DatabaseOptions } from '../database.ts'
import { lockFolder } from './lock.ts'
import type { Listen, WorkerMessage, WorkerOptions } from './protocol.ts'

/** A running embedded PostgreSQL. */
export interface EmbeddedDatabase {
  /** How the `pg` driver reaches it. */
  readonly connection: DatabaseOptions['connection']
  /** Closes it in order, and gives its folder free. Connections must be closed before. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL inside this process, in a worker thread, on a folder that it makes where there is none.
 * The first start takes 3 to 6 s, later ones half a second.
 * @throws FolderInUseError while another process runs on the folder.
 */
export const startEmbedded = async (folder: string): Promise<EmbeddedDatabase> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(folder)
  try {
    const { listen, connection, release } = await chooseAddress()
    const worker = startWorker({ dataFolder: join(folder, 'postgresql'), listen })
    await awaitMessage(worker, 'ready')
    return {
      connection: { ...connection, user: 'postgres', database: 'postgres' },
      stop: async () => {
        const stopped = awaitMessage(worker, 'stopped')
        worker.postMessage('stop')
        await stopped
        await release()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

const startWorker = (workerData: WorkerOptions): Worker => {
  const fromSource = import.meta.filename.endsWith('.ts')
  return new Worker(fromSource ? sourceWorker() : new URL('./worker.js', import.meta.url), { workerData })
}

/** The worker as it is written: in development a thread must register the compiler for itself before it loads it. */
const sourceWorker = (): URL => {
  const [compiler, worker] = [import.meta.resolve('tsx/esm/api'), new URL('./worker.ts', import.meta.url).href]
  const code = `import { register } from '${compiler}'; register(); await import('${worker}')`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

const awaitMessage = async (worker: Worker, kind: WorkerMessage['kind']): Promise<void> => {
  const ended = new AbortController()
  const exit = once(worker, 'exit', ended).then(() => {
    throw new Error('The embedded database ended unexpectedly')
  })
  const message = once(worker, 'message', ended) as Promise<[WorkerMessage]>
  try {
    const [{ kind: got }] = await Promise.race([message, exit])
    if (got !== kind) throw new Error(`The embedded database said ${got} instead of ${kind}`)
  } finally {
    ended.abort()
    exit.catch(() => undefined)
    message.catch(() => undefined)
  }
}

interface Address {
  readonly listen: Listen
  readonly connection: DatabaseOptions['connection']
  readonly release: () => Promise<void>
}

/** A socket file in a folder that only this user may enter; Windows has none that the driver knows, so a port there. */
const chooseAddress = async (): Promise<Address> => {
  if (process.platform === 'win32') {
    const host = '127.0.0.1'
    const port = await findFreePort(host)
    return { listen: { host, port }, connection: { host, port }, release: async () => undefined }
  }
  const socketFolder = await mkdtemp(join(tmpdir(), 'botlens-'))
  return {
    listen: { path: join(socketFolder, '.s.PGSQL.5432') },
    connection: { host: socketFolder, port: 5432 },
    release: () => rm(socketFolder, { recursive: true, force: true }),
  }
}

const findFreePort = async (host: string): Promise<number> => {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}
