import { isPostgresUrl, readSqlitePath } from '../../shared/databaseAddress.ts'
import { OperatorError } from '../../shared/errors.ts'
import { openPostgres } from './postgres.ts'
import type { LangBotSource } from './source.ts'
import { openSqlite } from './sqlite.ts'
import { SourceAccessError } from './sqliteFailure.ts'

/** The address of a LangBot database. */
export interface SourceAddress {
  /** The name in checkpoints and messages, without the password. */
  readonly name: string
  open(): Promise<LangBotSource>
}

/**
 * An invalid database address, or one that cannot be opened. The message contains the reason or the expected format.
 */
class SourceAddressError extends OperatorError {
  override readonly name = 'SourceAddressError'
}

/** The reason of a failure; of an attempt on several addresses, that of the first. */
const reasonOf = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}

const openAs = async (name: string, open: () => Promise<LangBotSource>): Promise<LangBotSource> => {
  try {
    return describeFailures(name, await open())
  } catch (error) {
    throw new SourceAddressError(`${name} cannot be opened: ${reasonOf(error)}`, { cause: error })
  }
}

/** Adds the name of the source to its errors, to distinguish them from errors of the Botlens database. */
const describeFailures = (name: string, source: LangBotSource): LangBotSource => {
  const describe = async <Result>(reading: Promise<Result>): Promise<Result> => {
    try {
      return await reading
    } catch (error) {
      throw new SourceAccessError(`${name} cannot be read: ${reasonOf(error)}`, { cause: error })
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
 * Parses the address of a LangBot database: `postgres://…` or `sqlite:/path/langbot.db`.
 * @throws SourceAddressError if it is neither; opening throws it if there is no such database. Reading throws
 *   SourceAccessError, whose message contains the address without its password.
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
