import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Database } from '../db/database.ts'
import type { AnyTable, IdentifiedTable } from '../db/table.ts'
import { inheritContext } from '../embeddingCalls/inherit.ts'
import { messageTable } from '../messages/table.ts'
import { sessionTable } from '../sessions/table.ts'
import { type ImportCount, type ImportHooks, importFile } from './importFile.ts'
import { findTable, tableNames } from './tables.ts'

/** A file that can be imported: its name tells the table. */
export interface ImportSource {
  readonly file: string
  readonly table: IdentifiedTable
  readonly bytes: number
}

/** What became of all files: counts by table, and the embedding calls that got their bot and pipeline. */
export interface ImportSummary {
  readonly tables: ReadonlyMap<string, ImportCount>
  readonly inherited: number
}

/** A path with nothing to import; the message says what there should be. */
export class NothingToImportError extends Error {
  override readonly name = 'NothingToImportError'
}

/**
 * Finds what can be imported at a path: the file, or the files of a folder that are named after a table.
 * @throws NothingToImportError where there is no such file.
 */
export const findSources = async (path: string): Promise<ImportSource[]> => {
  const found = await stat(path).catch(() => undefined)
  const files = found?.isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : found ? [path] : []
  const sources = await Promise.all(files.map(readSource))
  const usable = sources.filter((source) => source !== undefined)
  if (usable.length > 0) return usable.sort((a, b) => orderOf(a.table) - orderOf(b.table))
  throw new NothingToImportError(
    `${path} has nothing to import: give a file, or a folder with files, named ${tableNames.map((name) => `${name}.ndjson`).join(', ')}`,
  )
}

const orderOf = ({ name }: AnyTable): number => tableNames.indexOf(name)

const readSource = async (file: string): Promise<ImportSource | undefined> => {
  const [, name] = /^(\w+)\.(?:ndjson|jsonl)$/.exec(basename(file)) ?? []
  const table = name === undefined ? undefined : findTable(name)
  return table && { file, table, bytes: (await stat(file)).size }
}

/** Imports files one after the other, and fills the bot and pipeline of embedding calls in the end. */
export const importSources = async (
  db: Database,
  sources: readonly ImportSource[],
  hooks: ImportHooks,
): Promise<ImportSummary> => {
  const tables = new Map<string, ImportCount>()
  for (const { file, table } of sources) tables.set(table.name, await importFile(db, table, file, hooks))
  const inherited = await inheritContext(db, [
    { table: messageTable.name, id: messageTable.columns.id.name, reference: 'message_id' },
    { table: sessionTable.name, id: sessionTable.columns.id.name, reference: 'session_id' },
  ])
  return { tables, inherited }
}
