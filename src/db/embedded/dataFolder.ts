import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../shared/errors.ts'

/** The database of a data folder cannot be opened. The message contains the reason and what to do. */
export class DataFolderError extends OperatorError {
  override readonly name = 'DataFolderError'
}

/** The version of the embedded PostgreSQL. */
const postgresVersion = '18'
/** The files of any PostgreSQL database, besides its version file. */
const required = ['base', 'global', 'pg_wal', 'pg_xact', join('global', 'pg_control')]
/** The size of PostgreSQL's control file in bytes. */
const controlFileBytes = 8192

/** The paths in a data folder, except its lock. */
export interface DataPaths {
  /** The folder of PostgreSQL's own files. */
  readonly postgresql: string
  /** A file that exists while PostgreSQL's files are created, and marks them as incomplete. */
  readonly creating: string
  readonly reserve: string
}

/** Returns the paths of a data folder. */
export const pathsOf = (folder: string): DataPaths => ({
  postgresql: join(folder, 'postgresql'),
  creating: join(folder, 'postgresql.creating'),
  reserve: join(folder, 'botlens.reserve'),
})

/** Creates the error for a data folder that cannot be opened. */
export const damagedError = (folder: string, reason: string): DataFolderError =>
  new DataFolderError(
    `The embedded database in ${folder} cannot be opened: ${reason}. Its files are damaged or incomplete. Nothing was overwritten. Restore the folder from a backup, or set DATA_DIR to another folder to start with an empty database.`,
  )

/**
 * Prepares a data folder for PostgreSQL: checks its content, removes the files of an interrupted first start, and makes
 * all files accessible to their owner only.
 * @returns whether the database has to be created.
 * @throws DataFolderError if files are missing or damaged, since creating a new database would overwrite the others.
 */
export const prepareDataFolder = (folder: string): boolean => {
  const { postgresql, creating } = pathsOf(folder)
  if (existsSync(creating)) rmSync(postgresql, { recursive: true, force: true })
  const isNew = !existsSync(postgresql) || readdirSync(postgresql).length === 0
  if (isNew) writeFileSync(creating, '', { mode: 0o600 })
  else {
    const problem = findProblem(postgresql)
    if (problem !== undefined) throw damagedError(folder, problem)
  }
  restrictAccess(folder)
  return isNew
}

/** Marks the database of a folder as complete. */
export const completeDataFolder = (folder: string): void => {
  restrictAccess(folder)
  rmSync(pathsOf(folder).creating, { force: true })
}

const findProblem = (postgresql: string): string | undefined => {
  const versionFile = join(postgresql, 'PG_VERSION')
  if (!existsSync(versionFile)) return `${versionFile} is missing`
  const version = readFileSync(versionFile, 'utf8').trim()
  if (version !== postgresVersion)
    return `${versionFile} contains the PostgreSQL version ${JSON.stringify(version)} instead of ${postgresVersion}`
  const missing = required.map((name) => join(postgresql, name)).find((path) => !existsSync(path))
  if (missing !== undefined) return `${missing} is missing`
  const control = join(postgresql, 'global', 'pg_control')
  const { size } = statSync(control)
  if (size !== controlFileBytes) return `${control} has ${size} bytes instead of ${controlFileBytes}`
  return undefined
}

/** Makes the database's own files accessible to their owner only. Other files of the folder are left unchanged. */
const restrictAccess = (folder: string): void => {
  if (process.platform === 'win32') return
  for (const name of readdirSync(folder))
    if (name === 'postgresql' || name.startsWith('postgresql.') || name.startsWith('botlens.'))
      restrictTree(join(folder, name))
}

const restrictTree = (path: string): void => {
  const status = lstatSync(path)
  if (status.isSymbolicLink()) return
  const mode = status.isDirectory() ? 0o700 : 0o600
  if ((status.mode & 0o777) !== mode) chmodSync(path, mode)
  if (status.isDirectory()) for (const name of readdirSync(path)) restrictTree(join(path, name))
}
