import { ConfigError } from '../config/configError.ts'
import { DataFolderError } from '../db/embedded/dataFolder.ts'
import { FolderInUseError } from '../db/embedded/lock.ts'
import { SchemaMismatchError } from '../db/migrate.ts'
import { NothingToImportError } from '../import/importFolder.ts'
import { SourceAddressError } from '../import/langbot/address.ts'
import { SourceAccessError } from '../import/langbot/sqliteFailure.ts'

/** A failure of a command whose message is complete: no stack trace is printed. */
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
  SourceAccessError,
  SourceAddressError,
]

const explainSystemError = (error: Error): string | undefined => {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND')
    return `The database cannot be reached (${code}). Check DATABASE_URL, and that PostgreSQL is running there.`
  if (/timeout exceeded when trying to connect|Connection terminated/.test(error.message))
    return 'The connection to the database timed out. Check DATABASE_URL, and that PostgreSQL is running there.'
  if (code === '53100') return 'The disk of the database is full. Free some space, then try again.'
  if (code === '28P01' || code === '28000' || code === '3D000')
    return `The database rejects the connection: ${error.message}. Check DATABASE_URL.`
  return undefined
}

/** The text to print for a failed command: the message of an expected failure, otherwise the stack trace. */
export const explainFailure = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (explained.some((type) => error instanceof type)) return error.message
  return explainSystemError(error) ?? error.stack ?? error.message
}
