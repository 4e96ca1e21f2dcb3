import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from '../src/db/database.ts'
import { createApp } from '../src/server.ts'
import { defaultLimits } from '../src/shared/limits.ts'
import { bareHandler } from './bareHandler.ts'

/** What a server's process has used. */
export interface Usage {
  /** The most memory it ever had, in bytes. */
  readonly peak: number
  /** Its memory now, in bytes. */
  readonly memory: number
  /** Processor time, of all its threads, in seconds. */
  readonly processor: number
}

/** A server in a process of its own, so that what it uses can be told from what the benchmark uses. */
export interface ServerProcess {
  readonly url: string
  readUsage(): Promise<Usage>
  stop(): Promise<void>
}

/** What can be started: the server, without limits of rates and load, or the bare handler. */
export type ServerKind = 'server' | 'bare'

/** Starts a server on a database. */
export const startServerProcess = async (databaseUrl: string, kind: ServerKind = 'server'): Promise<ServerProcess> => {
  const child = fork(fileURLToPath(import.meta.url), [databaseUrl, kind], { execArgv: ['--import', 'tsx'] })
  const port = await receive<number>(child)
  return {
    url: `http://127.0.0.1:${port}`,
    readUsage: async () => {
      child.send('usage')
      return receive<Usage>(child)
    },
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}

const receive = async <Message>(child: ChildProcess): Promise<Message> => {
  const [message] = (await once(child, 'message')) as [Message]
  return message
}

const readUsage = (): Usage => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  return {
    peak: maxRSS * 1024,
    memory: process.memoryUsage.rss(),
    processor: (userCPUTime + systemCPUTime) / 1e6,
  }
}

const makeListener = (databaseUrl: string, kind: ServerKind): RequestListener => {
  if (kind === 'bare') return bareHandler(databaseUrl)
  const db = openDatabase({ connection: { connectionString: databaseUrl }, poolSize: 4, cancellable: true })
  const limits = { ...defaultLimits, ratePerMinute: 0, maxEventLoopDelayMs: 600_000 }
  return createApp({ db, logger: pino({ level: 'silent' }), limits })
}

const run = async (databaseUrl: string, kind: ServerKind): Promise<void> => {
  const server = createServer(makeListener(databaseUrl, kind)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  process.on('message', () => process.send?.(readUsage()))
  process.send?.(typeof address === 'object' && address ? address.port : 0)
}

const [, script, databaseUrl, kind] = process.argv
if (script === import.meta.filename && databaseUrl) await run(databaseUrl, kind as ServerKind)
