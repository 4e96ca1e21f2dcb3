import type { Config } from '../config/config.ts'
import { type Database, type DatabaseOptions, openDatabase } from './database.ts'
import { startEmbedded } from './embedded/start.ts'
import { type CheckDatabase, makeDatabaseCheck } from './health.ts'
import { migrate } from './migrate.ts'

/** Connections to the embedded database: it does one thing at a time, so that more would only wait. */
const embeddedPoolSize = 4

/** The database of the settings. */
export interface ConfiguredDatabase extends Database {
  /** Whether it can serve now. The embedded one lives and dies with the process: a busy one is not away. */
  readonly check: CheckDatabase
}

/**
 * Opens the database of the settings, the user's own or the embedded one, with its schema up to date.
 * @throws FolderInUseError, SchemaMismatchError, or the driver's error where the server cannot be reached.
 */
export const openConfigured = async (
  { databaseUrl, dataFolder, poolSize }: Pick<Config, 'databaseUrl' | 'dataFolder' | 'poolSize'>,
  onConnectionError: (error: Error) => void,
  { statementTimeoutMs }: Pick<DatabaseOptions, 'statementTimeoutMs'> = {},
): Promise<ConfiguredDatabase> => {
  const embedded = databaseUrl === undefined ? await startEmbedded(dataFolder) : undefined
  const connection = embedded?.connection ?? { connectionString: databaseUrl }
  const db = openDatabase({
    connection,
    poolSize: embedded ? embeddedPoolSize : poolSize,
    cancellable: !embedded,
    ...(embedded || statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
    onConnectionError,
  })
  const close = async () => {
    await db.close()
    await embedded?.stop()
  }
  try {
    await migrate(db)
  } catch (error) {
    await close()
    throw error
  }
  return { ...db, check: embedded ? async () => undefined : makeDatabaseCheck(connection), close }
}
