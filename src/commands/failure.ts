import { DataFolderError } from '../db/embedded/dataFolder.ts'
import { FolderInUseError } from '../db/embedded/lock.ts'
import { SchemaMismatchError } from '../db/migrate.ts'
import { NothingToImportError } from '../import/importFolder.ts'
import { SourceAddressError } from '../import/langbot/address.ts'
import { ConfigError } from '../shared/configError.ts'

/** A failure of a command that its message tells all about. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

const explained = [
  CommandError,
  ConfigError,
  DataFolderError,
  FolderInUseError,
  NothingToImportError,
  SchemaMismatchError,
  SourceAddressError,
]

const explainSystemError = (error: Error): string | undefined => {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `The database does not answer (${code}). Check DATABASE_URL, and that PostgreSQL runs there.`
  if (/timeout exceeded when trying to connect|Connection terminated/.test(error.message))
    return 'The database does not answer in time. Check DATABASE_URL, and that PostgreSQL works there.'
  if (code === '53100') return 'The disk of the database is full. Free some space, then try again.'
  if (code === '28P01' || code === '28000' || code === '3D000')
    return `The database refuses the connection: ${error.message}. Check DATABASE_URL.`
  return undefined
}

/** What to tell whoever ran a command that failed: the message where it explains itself, else everything. */
export const explainFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (explained.some((type) => error instanceof type)) return error.message
  return explainSystemError(error) ?? error.stack ?? error.message
}
