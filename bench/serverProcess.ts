import '../src/config/nodeEnvironment.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { backlog } from '../src/cli/serve.ts'
import { defaultLimits, type Limits } from '../src/config/limits.ts'
import { openConfigured } from '../src/db/open.ts'
import { createApp } from '../src/server/createApp.ts'
import type { PluginName } from '../src/server/plugins.ts'
import { once as cacheOnce } from '../src/shared/once.ts'
import { bareHandler } from './bareHandler.ts'
import { postgraphileHandler } from './postgraphile.ts'
import type { Activity, ProbeRequest, Usage } from './probe.ts'
import { yogaHandler } from './yogaHandler.ts'

/** A server in a separate process, so that its resource usage is separate from that of the benchmark. */
export interface ServerProcess {
  readonly url: string
  readUsage(): Promise<Usage>
  /** Returns its activity since the previous call. */
  readActivity(): Promise<Activity>
  stop(): Promise<void>
}

/**
 * What to start: the server with non-default limits and some of its plugins, Yoga with the schema, the bare handler, or
 * PostGraphile, which is installed in the given folder.
 */
export type ServerKind =
  | (Partial<Limits> & { readonly plugins?: readonly PluginName[] })
  | 'yoga'
  | 'bare'
  | { readonly postgraphile: string }

/** Disables the limits of time, for benchmarks that measure time. */
export const unlimited: Partial<Limits> = {
  ratePerMinute: 0,
  maxEventLoopDelayMs: 600_000,
  operationTimeoutMs: 600_000,
}

/** The flags of `npm start`, from the sources, with the probe. */
const serverFlags = [
  '--heap-growing-percent=35',
  '--import',
  import.meta.resolve('tsx'),
  '--import',
  new URL('probe.ts', import.meta.url).href,
]

/** Starts servers on a database that share a process: the resource usage of each is that of all. */
export const startServersTogether = async (
  databaseUrl: string,
  kinds: readonly ServerKind[],
): Promise<readonly ServerProcess[]> => {
  const child = fork(fileURLToPath(import.meta.url), [databaseUrl, JSON.stringify(kinds)], {
    execArgv: serverFlags,
  })
  const ports = await receive<readonly number[]>(child)
  const stop = stopOnce(child)
  return ports.map((port) => ({ ...superviseServer(child, `http://127.0.0.1:${port}`), stop }))
}

/** Starts a server on a database. */
export const startServerProcess = async (databaseUrl: string, kind: ServerKind = unlimited): Promise<ServerProcess> => {
  const [server] = await startServersTogether(databaseUrl, [kind])
  if (!server) throw new Error('The server did not start')
  return server
}

/** Starts `serve` like users do, on a free port, with non-default settings. */
export const startServeCommand = async (
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const child = fork(fileURLToPath(new URL('../src/main.ts', import.meta.url)), ['serve'], {
    execArgv: serverFlags,
    // A folder without an `.env` file.
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let log = ''
    child.stdout?.on('data', (data: Buffer) => {
      // Once it listens, the log is read and discarded.
      if (log.length < 100_000) log += data.toString()
      const [, found] = /"url":"([^"]+)\/graphql"/.exec(log) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code}: ${log}`)))
  })
  return superviseServer(child, url)
}

const superviseServer = (child: ChildProcess, url: string): ServerProcess => {
  const ask = async <Report>(request: ProbeRequest): Promise<Report> => {
    child.send(request)
    return receive<Report>(child)
  }
  return {
    url,
    readUsage: () => ask<Usage>('usage'),
    readActivity: () => ask<Activity>('activity'),
    stop: stopOnce(child),
  }
}

/** Creates a function that stops a process, also if it is called for each of its servers. */
const stopOnce = (child: ChildProcess) =>
  cacheOnce(async () => {
    child.kill()
    await once(child, 'exit')
  })

/** Receives a report. Fails if the process ends before. */
const receive = async <Report>(child: ChildProcess): Promise<Report> => {
  const ended = new AbortController()
  const fail = (code: number | null) => ended.abort(new Error(`The server ended with code ${code}`))
  child.once('exit', fail)
  try {
    const [report] = (await once(child, 'message', { signal: ended.signal })) as [Report]
    return report
  } catch (error) {
    throw ended.signal.reason ?? error
  } finally {
    child.off('exit', fail)
  }
}

const makeListener = async (databaseUrl: string, kind: ServerKind): Promise<RequestListener> => {
  if (kind === 'bare') return bareHandler(databaseUrl)
  if (typeof kind === 'object' && 'postgraphile' in kind) return postgraphileHandler(databaseUrl, kind.postgraphile)
  const db = await openConfigured({ databaseUrl, dataFolder: '', poolSize: 10 }, () => undefined, {
    statementTimeoutMs: defaultLimits.operationTimeoutMs,
  })
  if (kind === 'yoga') return yogaHandler(db)
  const { plugins, ...limits } = kind
  return createApp({
    db,
    logger: pino({ level: 'silent' }),
    limits: { ...defaultLimits, ...limits },
    checkDatabase: db.check,
    ...(plugins && { usesPlugin: (name) => plugins.includes(name) }),
  })
}

/** Starts a server, and returns its port. */
const serve = async (databaseUrl: string, kind: ServerKind): Promise<number> => {
  const server = createServer(await makeListener(databaseUrl, kind)).listen({ port: 0, host: '127.0.0.1', backlog })
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const [, script, databaseUrl, kinds] = process.argv
if (script === import.meta.filename && databaseUrl) {
  const started = (JSON.parse(kinds ?? '[]') as readonly ServerKind[]).map((kind) => serve(databaseUrl, kind))
  process.send?.(await Promise.all(started))
}
