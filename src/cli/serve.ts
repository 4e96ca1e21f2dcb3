import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { type ConfiguredDatabase, openConfigured } from '../db/open.ts'
import { startFollowing } from '../jobs/following.ts'
import { startMaintenance } from '../jobs/maintenance.ts'
import { checkExposure } from '../server/auth/exposure.ts'
import { createApp, graphqlPath } from '../server/createApp.ts'
import { makeLogger } from '../server/operations/logger.ts'
import { startTracing } from '../server/operations/tracing.ts'
import { readManifest } from '../server/persisted/manifest.ts'
import { stopOnSignal } from './stop.ts'

/** Milliseconds that a client may take to send a request: its headers, and all of it. */
const requestTimeouts = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 65_000 }
/** Milliseconds after which timeouts are looked at again. */
const connectionsCheckingInterval = 1000

/**
 * Connections that may wait to be taken while the process is busy. Of more than that the system drops the first packet,
 * and clients try again only after seconds, and then ever later.
 */
export const backlog = 4096

/** A running server. */
export interface RunningServer {
  readonly db: Database
  readonly logger: Logger
  /** Where GraphQL and GraphiQL are. */
  readonly url: string
  /** Has something done when the server stops, before the database closes. */
  onStop(task: () => Promise<void>): void
}

/**
 * Opens the database, listens, and stops in order when the process is told to.
 * @param prepare is done with the database before anybody is served.
 */
export const serve = async (
  config: Config,
  prepare: (db: Database) => Promise<void> = async () => undefined,
): Promise<RunningServer> => {
  checkExposure(config)
  const logger = makeLogger(config.logLevel)
  warnOfOpenness(config, logger)
  const manifest = await readManifest(config.persisted)
  const tracing = await startTracing(config.operations)
  const db = await openConfigured(config, (error) => logger.error({ err: error }, 'an idle connection failed'), {
    statementTimeoutMs: config.limits.operationTimeoutMs,
  })
  const { app, server } = makeServer(config, db, { logger, manifest, onAnswered: tracing?.onAnswered })
  try {
    await prepare(db)
    server.listen({ port: config.port, host: config.host, backlog })
    await once(server, 'listening')
  } catch (error) {
    await db.close()
    throw error
  }
  const stopTasks: (() => Promise<void>)[] = []
  stopTasks.push(
    startFollowing({ db, logger, config }),
    startMaintenance({ db, logger, config, now: () => new Date(), elapsed: () => performance.now() }),
  )
  const close = async () => {
    for (const task of stopTasks) await task()
    await Promise.all([db.close(), tracing?.stop()])
  }
  stopOnSignal({ server, app, logger, close })
  const url = `${addressOf(server.address(), config.host)}${graphqlPath}`
  logger.info({ url, database: config.databaseUrl === undefined ? 'embedded' : 'PostgreSQL' }, 'listening')
  return { db, logger, url, onStop: (task) => void stopTasks.push(task) }
}

type AppParts = Pick<Parameters<typeof createApp>[0], 'logger' | 'onAnswered'> & {
  readonly manifest: Awaited<ReturnType<typeof readManifest>>
}

const makeServer = (config: Config, db: ConfiguredDatabase, { manifest, ...parts }: AppParts) => {
  const app = createApp({
    db,
    ...parts,
    host: config.host,
    recording: config.recording,
    access: config.access,
    limits: config.limits,
    operations: config.operations,
    documents: { manifest, only: config.persisted.only },
    checkDatabase: db.check,
  })
  return { app, server: createServer({ ...requestTimeouts, connectionsCheckingInterval }, app) }
}

const warnOfOpenness = ({ access, host }: Config, logger: Logger): void => {
  if (access.mode === 'off')
    logger.warn({ host }, 'AUTH=off: everyone who reaches this address may read all chat logs, and record')
}

const addressOf = (address: ReturnType<ReturnType<typeof createServer>['address']>, host: string): string => {
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
