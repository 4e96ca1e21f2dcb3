import { once } from 'node:events'
import { hrtime } from 'node:process'
import { Worker } from 'node:worker_threads'
import { exitCodes, type WorkerMessage, type WorkerOptions } from './protocol.ts'

/** The worker could not start. Contains the last lines of PostgreSQL's log, and whether the disk was full. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError'
  readonly log: readonly string[]
  readonly hadNoSpace: boolean
  constructor(log: readonly string[], hadNoSpace = false) {
    super(`The embedded database could not start: ${hadNoSpace ? 'the disk is full' : log.at(-1)}`)
    this.log = log
    this.hadNoSpace = hadNoSpace
  }
}

/** Milliseconds between two starts of a worker that ended: initially, and at most. */
const restartDelays = { first: 100, most: 5000 }
/** Milliseconds that a worker may take to close the database. */
const stopTimeout = 5000
/** Milliseconds between two checks of the running statement. */
const watchInterval = 1000

/** Callbacks of the supervisor. */
export interface SupervisorEvents {
  /** Called when the database ended and is restarted. */
  onRestart(error: Error): void
  /** Called when another process has taken over the data folder. This process must exit. */
  onLockLost(): void
}

/** Runs the embedded database in a worker, and restarts it when it ends. */
export interface Supervisor {
  /** Terminates a worker whose statement runs longer than this, so that it is restarted. */
  limitStatements(milliseconds: number): void
  /** Closes the database. A database that does not respond is terminated; its next start recovers from its log. */
  stop(): Promise<void>
}

/**
 * Starts the worker of the embedded database and keeps it running.
 * @throws EngineStartError if the first start fails.
 */
export const supervise = async (
  options: Omit<WorkerOptions, 'busySince'>,
  { onRestart, onLockLost }: SupervisorEvents,
): Promise<Supervisor> => {
  const busySince = new BigInt64Array(new SharedArrayBuffer(8))
  const stopping = new AbortController()
  let watch: NodeJS.Timeout | undefined

  const start = async (): Promise<Worker> => {
    Atomics.store(busySince, 0, 0n)
    const worker = startWorker({ ...options, busySince })
    await awaitReady(worker)
    return worker
  }
  let worker = await start()

  const keepRunning = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const [code] = (await once(worker, 'exit')) as [number]
      if (stopping.signal.aborted) return
      if (code === exitCodes.lockLost) return onLockLost()
      onRestart(new Error(`The embedded database stopped unexpectedly (exit code ${code}) and is being restarted`))
      for (let delay = restartDelays.first; !stopping.signal.aborted; delay = Math.min(2 * delay, restartDelays.most)) {
        await sleep(delay, stopping.signal)
        try {
          worker = await start()
          break
        } catch (error) {
          onRestart(error instanceof Error ? error : new Error(String(error)))
        }
      }
    }
  }
  const kept = keepRunning()
  return {
    limitStatements: (milliseconds) => {
      const limit = BigInt(milliseconds) * 1_000_000n
      watch = setInterval(() => {
        const since = Atomics.load(busySince, 0)
        if (since !== 0n && hrtime.bigint() - since > limit) void worker.terminate()
      }, watchInterval).unref()
    },
    stop: async () => {
      clearInterval(watch)
      stopping.abort()
      await endWorker(worker)
      await kept
      // A worker that was being restarted.
      await endWorker(worker)
    },
  }
}

const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

const startWorker = (workerData: WorkerOptions): Worker => {
  const fromSource = import.meta.filename.endsWith('.ts')
  const worker = new Worker(fromSource ? sourceWorker() : new URL('./worker.js', import.meta.url), { workerData })
  // An error ends the worker, which is handled by its `exit` event.
  worker.on('error', () => undefined)
  return worker
}

/**
 * The worker's entry point in development: a thread must register the TypeScript loader before it imports the source.
 */
const sourceWorker = (): URL => {
  const [compiler, worker] = [import.meta.resolve('tsx/esm/api'), new URL('./worker.ts', import.meta.url).href]
  const code = `import { register } from '${compiler}'; register(); await import('${worker}')`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

const awaitReady = async (worker: Worker): Promise<void> => {
  const ended = new AbortController()
  const message = once(worker, 'message', ended) as Promise<[WorkerMessage]>
  const exit = once(worker, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new EngineStartError([`the worker thread exited with code ${code}`])
  })
  try {
    const [got] = await Promise.race([message, exit])
    if (got.kind === 'failed') throw new EngineStartError(got.log, got.hadNoSpace)
  } catch (error) {
    await worker.terminate()
    throw error
  } finally {
    ended.abort()
    for (const each of [message, exit]) each.catch(() => undefined)
  }
}

const endWorker = async (worker: Worker): Promise<void> => {
  if (worker.threadId === -1) return
  const timer = setTimeout(() => void worker.terminate(), stopTimeout)
  worker.postMessage('stop')
  await once(worker, 'exit')
  clearTimeout(timer)
}
