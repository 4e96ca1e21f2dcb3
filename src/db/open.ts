import type { Config } from '../config.ts'
import { type Database, openDatabase } from './database.ts'
import { startEmbedded } from './embedded/start.ts'
import { migrate } from './migrate.ts'

/** Connections to the embedded database: it does one thing at a time, so that more would only wait. */
const embeddedPoolSize = 4

/**
 * Opens the database of the settings, the user's own or the embedded one, with its schema up to date.
 * @throws FolderInUseError, SchemaMismatchError, or the driver's error where the server cannot be reached.
 */
export const openConfigured = async (
  { databaseUrl, dataFolder, poolSize }: Pick<Config, 'databaseUrl' | 'dataFolder' | 'poolSize'>,
  onConnectionError: (error: Error) => void,
): Promise<Database> => {
  const embedded = databaseUrl === undefined ? await startEmbedded(dataFolder) : undefined
  const db = openDatabase({
    connection: embedded?.connection ?? { connectionString: databaseUrl },
    poolSize: embedded ? embeddedPoolSize : poolSize,
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
  return { ...db, close }
}
