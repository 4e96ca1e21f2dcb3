import { hrtime } from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { watchDisk } from './diskSpace.ts'
import { openEngine } from './engine.ts'
import { beat, beatInterval } from './heartbeat.ts'
import { exitCodes, type WorkerMessage, type WorkerOptions } from './protocol.ts'
import { startSocketServer } from './socketServer.ts'
import { keepUp } from './upkeep.ts'

/** Number of lines of PostgreSQL's log that are kept to explain a failed start. */
const keptLines = 20

const port = parentPort
if (!port) throw new Error('The embedded database runs in a worker thread only')
const report = (message: WorkerMessage) => port.postMessage(message)

/** The engine throws objects of its file system that are not errors. */
const describeError = (error: unknown): string =>
  error instanceof Error ? error.message : 'PostgreSQL cannot read or write its files'

const { dataFolder, reserveFile, listen, lock, busySince } = workerData as WorkerOptions
const log: string[] = []
let isStarting = true
let hadNoSpace = false

const disk = watchDisk(reserveFile, () => performance.now())
const upkeep = keepUp(disk, (isBusy) => Atomics.store(busySince, 0, isBusy ? hrtime.bigint() : 0n))

/**
 * Both clocks are compared: one may stop while the machine sleeps, the other may be set. Either one shows elapsed time.
 */
let verified = { clock: 0, elapsed: Number.NEGATIVE_INFINITY }
const verifyLock = () => {
  const now = { clock: Date.now(), elapsed: performance.now() }
  if (now.elapsed - verified.elapsed < beatInterval && Math.abs(now.clock - verified.clock) < beatInterval) return
  if (!beat(lock)) process.exit(exitCodes.lockLost)
  verified = now
}

const engine = await openEngine({
  dataFolder,
  writes: {
    before: (path, bytes) => {
      verifyLock()
      if (path.includes('/pg_wal/')) upkeep.noteLogged(bytes)
    },
    // A failed write of a table fails its statement. A failed write of the log, or during recovery, stops PostgreSQL.
    onNoSpace: (path) => {
      hadNoSpace = true
      return disk.noteFull(isStarting || path.includes('/pg_wal/'))
    },
  },
  onLog: (line) => {
    log.push(line)
    if (log.length > keptLines) log.shift()
  },
  onCrash: () => process.exit(exitCodes.crashed),
}).catch(async (error: unknown): Promise<never> => {
  report({ kind: 'failed', log: [...log, describeError(error)], hadNoSpace })
  // The receiver of the report terminates this thread.
  return new Promise(() => port.once('message', () => process.exit()))
})
isStarting = false
disk.isFull()
const server = await startSocketServer(engine, listen, upkeep)

port.once('message', async () => {
  await server.stop()
  await engine.close()
  report({ kind: 'stopped' })
  port.close()
})
report({ kind: 'ready' })
