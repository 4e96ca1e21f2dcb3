import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from '../src/db/database.ts'
import { createApp } from '../src/server.ts'

/** What the server's process reports. */
interface Report {
  readonly port?: number
  /** The most memory it ever had, in bytes. */
  readonly peak?: number
}

/** A server in a process of its own, so that its memory can be told from the benchmark's. */
export interface ServerProcess {
  readonly url: string
  /** The most memory that the process had so far, in bytes. */
  readPeakMemory(): Promise<number>
  stop(): Promise<void>
}

/** Starts a server on a database. */
export const startServerProcess = async (databaseUrl: string): Promise<ServerProcess> => {
  const child = fork(fileURLToPath(import.meta.url), [databaseUrl], { execArgv: ['--import', 'tsx'] })
  const { port } = await receive(child)
  return {
    url: `http://127.0.0.1:${port}`,
    readPeakMemory: async () => {
      child.send('memory')
      return (await receive(child)).peak ?? 0
    },
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}

const receive = async (child: ChildProcess): Promise<Report> => {
  const [report] = (await once(child, 'message')) as [Report]
  return report
}

const run = async (databaseUrl: string): Promise<void> => {
  const db = openDatabase({ connection: { connectionString: databaseUrl }, poolSize: 4 })
  const server = createServer(createApp({ db, logger: pino({ level: 'silent' }) })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  process.on('message', () => process.send?.({ peak: process.resourceUsage().maxRSS * 1024 } satisfies Report))
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 } satisfies Report)
}

const [, script, databaseUrl] = process.argv
if (script === import.meta.filename && databaseUrl) await run(databaseUrl)
