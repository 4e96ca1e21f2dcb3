import '../src/config/nodeEnvironment.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pino } from 'pino'
import { backlog } from '../src/cli/serve.ts'
import { defaultLimits, type Limits } from '../src/config/limits.ts'
import { openConfigured } from '../src/db/open.ts'
import { createApp } from '../src/server/createApp.ts'
import { bareHandler } from './bareHandler.ts'

/** What a server's process uses. */
export interface Usage {
  /** The most memory that it had so far, in bytes. */
  readonly peak: number
  /** The memory that it has now, in bytes. */
  readonly resident: number
  /** What its objects take after a collection, in bytes. */
  readonly heap: number
  /** What keeps it alive: sockets, timers and the like. */
  readonly handles: number
  /** Seconds of processor time that all its threads took so far. */
  readonly processor: number
}

/** A server in a process of its own, so that what it uses can be told from what the benchmark does. */
export interface ServerProcess {
  readonly url: string
  readUsage(): Promise<Usage>
  stop(): Promise<void>
}

/** What to start: the server, with limits that differ from the defaults, or the bare handler. */
export type ServerKind = Partial<Limits> | 'bare'

/** No limits of time: for what measures time itself. */
export const unlimited: Partial<Limits> = { ratePerMinute: 0, maxEventLoopDelayMs: 600_000 }

/** Starts a server on a database. */
export const startServerProcess = async (databaseUrl: string, kind: ServerKind = unlimited): Promise<ServerProcess> => {
  const child = fork(fileURLToPath(import.meta.url), [databaseUrl, JSON.stringify(kind)], {
    // As `npm start` runs it.
    execArgv: ['--heap-growing-percent=20', '--import', 'tsx'],
  })
  const { port } = await receive<{ port: number }>(child)
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

const receive = async <Report>(child: ChildProcess): Promise<Report> => {
  const [report] = (await once(child, 'message')) as [Report]
  return report
}

const makeCollector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  return () => {
    if (typeof collect === 'function') collect()
  }
}

const makeListener = async (databaseUrl: string, kind: ServerKind): Promise<RequestListener> => {
  if (kind === 'bare') return bareHandler(databaseUrl)
  const db = await openConfigured({ databaseUrl, dataFolder: '', poolSize: 10 }, () => undefined, {
    statementTimeoutMs: defaultLimits.operationTimeoutMs,
  })
  return createApp({
    db,
    logger: pino({ level: 'silent' }),
    limits: { ...defaultLimits, ...kind },
    checkDatabase: db.check,
  })
}

const run = async (databaseUrl: string, kind: ServerKind): Promise<void> => {
  const server = createServer(await makeListener(databaseUrl, kind)).listen({ port: 0, host: '127.0.0.1', backlog })
  await once(server, 'listening')
  const collect = makeCollector()
  process.on('message', () => {
    collect()
    const { user, system } = process.cpuUsage()
    process.send?.({
      peak: process.resourceUsage().maxRSS * 1024,
      resident: process.memoryUsage.rss(),
      heap: process.memoryUsage().heapUsed,
      handles: process.getActiveResourcesInfo().length,
      processor: (user + system) / 1e6,
    } satisfies Usage)
  })
  process.on('disconnect', () => process.exit())
  const address = server.address()
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
}

const [, script, databaseUrl, kind] = process.argv
if (script === import.meta.filename && databaseUrl) await run(databaseUrl, JSON.parse(kind ?? '{}'))
