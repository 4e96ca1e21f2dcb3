import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { type ConfiguredDatabase, openConfigured } from '../db/open.ts'
import { openReaders } from '../db/replicas/open.ts'
import { startFollowing } from '../jobs/following.ts'
import { startMaintenance } from '../jobs/maintenance.ts'
import { checkExposure } from '../server/auth/exposure.ts'
import { createApp } from '../server/createApp.ts'
import { graphqlPath } from '../server/http/paths.ts'
import { makeLogger } from '../server/observability/logger.ts'
import { startTracing } from '../server/observability/tracing.ts'
import { readManifest } from '../server/persisted/manifest.ts'
import { CommandError } from './failure.ts'
import { type Lifecycle, runGuarded } from './lifecycle.ts'
import { originOf } from './origin.ts'
import { exitTimeout, stopServer } from './stop.ts'

/** Milliseconds that a client may take to send the headers of a request, and the complete request. */
const requestTimeouts = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000 }
/** Milliseconds between two checks of the timeouts. */
const connectionsCheckingInterval = 1000

/**
 * Maximum number of connections that wait to be accepted while the process is busy. Above it, the operating system
 * drops packets of new connections, which clients retry only after seconds and with increasing delays.
 */
export const backlog = 4096

/** A running server. */
export interface RunningServer {
  readonly db: Database
  readonly logger: Logger
  /** The URL of GraphQL and GraphiQL. */
  readonly url: string
  /** Registers a task to run when the server stops, before the database is closed. */
  onStop(task: () => Promise<void>): void
}

/**
 * Opens the database, listens, and stops in order when the process receives a signal. If a step of the start fails,
 * what the previous steps opened is closed.
 * @param prepare called with the database before requests are accepted.
 */
export const serve = async (
  config: Config,
  prepare: (db: Database) => Promise<void> = async () => undefined,
): Promise<RunningServer> => {
  checkExposure(config)
  const manifest = await readManifest(config.persisted)
  const logger = makeLogger(config.logLevel)
  warnIfUnprotected(config, logger)
  return runGuarded(logger, config.shutdownDrainMs + exitTimeout, (lifecycle) =>
    start(config, { logger, manifest, prepare, lifecycle }),
  )
}

interface StartParts {
  readonly logger: Logger
  readonly manifest: Awaited<ReturnType<typeof readManifest>>
  readonly prepare: (db: Database) => Promise<void>
  readonly lifecycle: Lifecycle
}

const start = async (
  config: Config,
  { logger, manifest, prepare, lifecycle: { onClose, checkpoint } }: StartParts,
): Promise<RunningServer> => {
  const tracing = await startTracing(config.observability)
  if (tracing) await onClose(tracing.stop)
  const db = await openConfigured(config, (error) => logger.error({ err: error }, 'an idle connection failed'), {
    statementTimeoutMs: config.limits.operationTimeoutMs,
  })
  await onClose(db.close)
  checkpoint()
  await prepare(db)
  checkpoint()
  const readers = await openReaders(config, {
    statementTimeoutMs: config.limits.operationTimeoutMs,
    onConnectionError: (error) => logger.warn({ err: error }, 'an idle connection to a replica failed'),
    onChange: (replica, err) =>
      replica.status === 'used'
        ? logger.info({ replica }, 'a replica is used')
        : logger.warn({ replica, err }, 'a replica is not used'),
  })
  if (readers) await onClose(readers.close)
  checkpoint()
  const app = createApp(optionsOf(config, db, { logger, manifest, readers, onResponse: tracing?.onResponse }))
  const server = createServer({ ...requestTimeouts, connectionsCheckingInterval }, app)
  await onClose(startFollowing({ db, logger, config }))
  await onClose(startMaintenance({ db, logger, config, now: () => new Date(), elapsed: () => performance.now() }))
  await onClose(() => stopServer(server, app, config.shutdownDrainMs))
  await listen(server, config)
  const url = `${addressOf(server.address(), config.host)}${graphqlPath}`
  logger.info({ url, database: config.databaseUrl === undefined ? 'embedded' : 'PostgreSQL' }, 'listening')
  return { db, logger, url, onStop: (task) => void onClose(task) }
}

const listen = async (server: Server, { host, port }: Config): Promise<void> => {
  server.listen({ port, host, backlog })
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const advice = code === 'EADDRINUSE' ? ' Stop the process that listens there, or choose another PORT.' : ''
    throw new CommandError(`Cannot listen on HOST ${host}, PORT ${port}: ${message}.${advice}`, {
      cause: error,
    })
  }
}

type AppOptions = Parameters<typeof createApp>[0]

const optionsOf = (
  config: Config,
  db: ConfiguredDatabase,
  { manifest, ...parts }: Pick<AppOptions, 'logger' | 'readers' | 'onResponse'> & Pick<StartParts, 'manifest'>,
): AppOptions => ({
  db,
  ...parts,
  host: config.host,
  recording: config.recording,
  access: config.access,
  limits: config.limits,
  observability: config.observability,
  documents: { manifest, only: config.persisted.only },
  checkDatabase: db.check,
})

const warnIfUnprotected = ({ access, host }: Config, logger: Logger): void => {
  if (access.mode === 'off')
    logger.warn({ host }, 'AUTH=off: anyone who can reach this address can read all chat logs and record data')
}

const addressOf = (address: ReturnType<Server['address']>, host: string): string => {
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return originOf(host, port)
}
