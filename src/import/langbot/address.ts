import { resolve } from 'node:path'
import { openPostgres } from './postgres.ts'
import type { LangBotSource } from './source.ts'
import { openSqlite } from './sqlite.ts'

/** Where a LangBot database is. */
export interface SourceAddress {
  /** Names it in checkpoints and messages; no password is in it. */
  readonly name: string
  open(): Promise<LangBotSource>
}

/** An address that names no database; the message says what one looks like. */
export class SourceAddressError extends Error {
  override readonly name = 'SourceAddressError'
}

/**
 * Reads the address of a LangBot database: `postgres://…` or `sqlite:/path/langbot.db`.
 * @throws SourceAddressError where it is neither.
 */
export const readAddress = (text: string): SourceAddress => {
  const [, file] = /^sqlite:(?:\/\/)?(.+)$/.exec(text) ?? []
  if (file !== undefined) {
    const path = resolve(file)
    return { name: `sqlite:${path}`, open: () => openSqlite(path) }
  }
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)) {
    const { hostname, port, pathname } = new URL(text)
    return { name: `postgres://${hostname}:${port || '5432'}${pathname}`, open: () => openPostgres(text) }
  }
  throw new SourceAddressError(
    'A LangBot database is given as postgres://user:password@host:5432/database or as sqlite:/path/langbot.db',
  )
}
