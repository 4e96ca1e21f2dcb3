import { setTimeout } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { type Database, type DatabaseOptions, openDatabase } from './database.ts'
import { damagedError } from './embedded/dataFolder.ts'
import { startEmbedded } from './embedded/start.ts'
import { type CheckDatabase, makeDatabaseCheck } from './health.ts'
import { migrate } from './migrate.ts'

/** The pool size of the embedded database, which runs one statement at a time: more connections would only wait. */
const embeddedPoolSize = 4

/**
 * Milliseconds that the embedded database may take to respond to the readiness check, since it runs one statement at a
 * time.
 */
const embeddedPatience = 3000
/** Milliseconds after which a statement of a server makes the embedded database restart. */
const hangTimeout = 120_000
/** Milliseconds that connections may take to finish when the embedded database is closed. */
const closeTimeout = 2000

/** The configured database. */
export interface ConfiguredDatabase extends Database {
  /** Checks whether it is available. */
  readonly check: CheckDatabase
}

/**
 * Opens the configured database, external or embedded, with its schema up to date. The process exits if another process
 * takes over the folder of the embedded database.
 * @throws FolderInUseError, DataFolderError, SchemaMismatchError, or the driver's error if the server is unavailable.
 */
export const openConfigured = async (
  { databaseUrl, dataFolder, poolSize }: Pick<Config, 'databaseUrl' | 'dataFolder' | 'poolSize'>,
  onConnectionError: (error: Error) => void,
  { statementTimeoutMs }: Pick<DatabaseOptions, 'statementTimeoutMs'> = {},
): Promise<ConfiguredDatabase> => {
  if (databaseUrl === undefined) return openEmbedded(dataFolder, onConnectionError, statementTimeoutMs)
  const connection = { connectionString: databaseUrl }
  const db = openDatabase({
    connection,
    poolSize,
    cancellable: true,
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
    onConnectionError,
  })
  await migrateOrClose(db, db.close)
  return { ...db, check: makeDatabaseCheck(connection) }
}

const openEmbedded = async (
  folder: string,
  onConnectionError: (error: Error) => void,
  statementTimeoutMs: number | undefined,
): Promise<ConfiguredDatabase> => {
  const embedded = await startEmbedded(folder, {
    onRestart: onConnectionError,
    onWatch: (message) => console.error(message),
    onLost: (error) => {
      onConnectionError(error)
      process.exit(1)
    },
  })
  const { connection } = embedded
  const db = openDatabase({ connection, poolSize: embeddedPoolSize, cancellable: false, onConnectionError })
  const close = async () => {
    // A database that does not respond keeps its connections. It is terminated nevertheless.
    await Promise.race([db.close(), setTimeout(closeTimeout, undefined, { ref: false })])
    await embedded.stop()
  }
  await migrateOrClose(db, close).catch((error: unknown) => {
    throw explainDamagedFiles(folder, error)
  })
  if (statementTimeoutMs !== undefined) embedded.limitStatements(Math.max(hangTimeout, 10 * statementTimeoutMs))
  return { ...db, check: makeDatabaseCheck(connection, embeddedPatience), close }
}

const migrateOrClose = async (db: Database, close: () => Promise<void>): Promise<void> => {
  try {
    await migrate(db)
  } catch (error) {
    await close()
    throw error
  }
}

/** PostgreSQL error codes of damaged files: internal errors, damaged data or indexes, missing files, and I/O errors. */
const damagedFileCodes = /^(XX00\d|58P01|58030)$/

const explainDamagedFiles = (folder: string, error: unknown): unknown => {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return damagedFileCodes.test(code) || /Connection terminated/.test(error.message)
    ? damagedError(folder, error.message)
    : error
}
