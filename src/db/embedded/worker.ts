import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import type { WorkerMessage, WorkerOptions } from './protocol.ts'
import { keepStatementsWhole } from './sequences.ts'

/** More than any pool asks for: the server's own connections and those of a command beside it. */
const maxConnections = 32

const port = parentPort
if (!port) throw new Error('The embedded database runs in a worker thread only')

const { dataFolder, listen } = workerData as WorkerOptions
const engine = await PGlite.create({ dataDir: dataFolder, extensions: { pg_trgm } })
const server = new PGLiteSocketServer({ db: keepStatementsWhole(engine), maxConnections, ...listen })
await server.start()

port.once('message', async () => {
  await server.stop()
  await engine.close()
  port.postMessage({ kind: 'stopped' } satisfies WorkerMessage)
  port.close()
})
port.postMessage({ kind: 'ready' } satisfies WorkerMessage)
