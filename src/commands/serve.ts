import { once } from 'node:events'
import { createServer } from 'node:http'
import { type Logger, pino } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openConfigured } from '../db/open.ts'
import { createApp, graphqlPath } from '../server.ts'
import { startFollowing } from './following.ts'
import { startMaintenance } from './maintenance.ts'

/** Milliseconds that running requests get to end when the server is told to stop. */
const shutdownTimeout = 10_000

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
  const logger = pino({ level: config.logLevel })
  const db = await openConfigured(config, (error) => logger.error({ err: error }, 'an idle connection failed'))
  const server = createServer(createApp({ db, logger, recording: config.recording }))
  const stopTasks: (() => Promise<void>)[] = []
  try {
    await prepare(db)
    server.listen(config.port, config.host)
    await once(server, 'listening')
  } catch (error) {
    await db.close()
    throw error
  }
  stopTasks.push(
    startFollowing({ db, logger, config }),
    startMaintenance({ db, logger, config, now: () => new Date() }),
  )
  const stop = async (signal: string) => {
    process.once(signal, () => process.exit(1))
    logger.info({ signal }, 'stopping')
    const closed = once(server, 'close')
    server.close()
    server.closeIdleConnections()
    const patience = setTimeout(() => server.closeAllConnections(), shutdownTimeout)
    await closed
    clearTimeout(patience)
    for (const task of stopTasks) await task()
    await db.close()
    logger.info('stopped')
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void stop(signal))
  const url = `${addressOf(server.address(), config.host)}${graphqlPath}`
  logger.info({ url, database: config.databaseUrl === undefined ? 'embedded' : 'PostgreSQL' }, 'listening')
  return { db, logger, url, onStop: (task) => void stopTasks.push(task) }
}

const addressOf = (address: ReturnType<ReturnType<typeof createServer>['address']>, host: string): string => {
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
