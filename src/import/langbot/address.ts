import { isPostgresUrl, readSqlitePath } from '../../shared/databaseAddress.ts'
import { OperatorError } from '../../shared/errors.ts'
import { openPostgres } from './postgres.ts'
import type { LangBotSource } from './source.ts'
import { openSqlite } from './sqlite.ts'
import { SourceAccessError } from './sqliteFailure.ts'

/** Where a LangBot database is. */
export interface SourceAddress {
  /** Names it in checkpoints and messages; no password is in it. */
  readonly name: string
  open(): Promise<LangBotSource>
}

/** An address that names no database, or none that can be opened; the message says which, or what one looks like. */
class SourceAddressError extends OperatorError {
  override readonly name = 'SourceAddressError'
}

const openAs = async (name: string, open: () => Promise<LangBotSource>): Promise<LangBotSource> => {
  try {
    return describeFailures(name, await open())
  } catch (error) {
    const { message } = error instanceof AggregateError ? error.errors[0] : (error as Error)
    throw new SourceAddressError(`${name} cannot be opened: ${message}`, { cause: error })
  }
}

/** A source whose failures name it: the same error of our own database would mean something else. */
const describeFailures = (name: string, source: LangBotSource): LangBotSource => {
  const describe = async <Result>(reading: Promise<Result>): Promise<Result> => {
    try {
      return await reading
    } catch (error) {
      throw new SourceAccessError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
  }
  return {
    readColumns: (table) => describe(source.readColumns(table)),
    readAfter: (request, position) => describe(source.readAfter(request, position)),
    readByIds: (request, ids) => describe(source.readByIds(request, ids)),
    close: () => source.close(),
  }
}

/**
 * Reads the address of a LangBot database: `postgres://…` or `sqlite:/path/langbot.db`.
 * @throws SourceAddressError where it is neither; opening throws it where there is no such database. Reading throws
 * SourceAccessError, whose message names the address without its password.
 */
export const readAddress = (text: string): SourceAddress => {
  const path = readSqlitePath(text)
  if (path !== undefined) {
    const name = `sqlite:${path}`
    return { name, open: () => openAs(name, () => openSqlite(path)) }
  }
  if (isPostgresUrl(text)) {
    const { hostname, port, pathname } = new URL(text)
    const name = `postgres://${hostname}:${port || '5432'}${pathname}`
    return { name, open: () => openAs(name, () => openPostgres(text)) }
  }
  throw new SourceAddressError(
    'Specify the LangBot database as postgres://user:password@host:5432/database or as sqlite:/path/langbot.db',
  )
}
