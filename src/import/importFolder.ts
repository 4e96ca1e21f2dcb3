import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Db } from '../db/client.ts'
import type { RecordType } from '../records/definition/recordType.ts'
import { fillInherited } from '../records/recording/context.ts'
import { findRecordOfTable, records } from '../records/registry.ts'
import { OperatorError } from '../shared/errors.ts'
import { type ImportCount, type ImportHooks, importFile } from './importFile.ts'

/** A file to import, whose name determines the table. */
export interface ImportSource {
  readonly file: string
  readonly record: RecordType
  readonly bytes: number
}

/**
 * The result of an import: counts by table, and the number of calls and errors that were stored before their message or
 * session, and inherited from it now.
 */
export interface ImportSummary {
  readonly tables: ReadonlyMap<string, ImportCount>
  readonly inherited: number
}

/**
 * A path that does not exist, cannot be read, or contains nothing to import. The message contains the path and what is
 * expected.
 */
class NothingToImportError extends OperatorError {
  override readonly name = 'NothingToImportError'
}

/**
 * Finds the files to import at a path: the file itself, or the files of a folder that are named after a table.
 * @throws NothingToImportError if there is no such file.
 */
export const findSources = async (path: string): Promise<ImportSource[]> => {
  const found = await stat(path).catch((error: unknown) => {
    throw new NothingToImportError(explainStat(path, error), { cause: error })
  })
  const files = found.isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : [path]
  const sources = await Promise.all(files.map(readSource))
  const usable = sources.filter((source) => source !== undefined)
  if (usable.length > 0) return usable.sort((a, b) => records.indexOf(a.record) - records.indexOf(b.record))
  throw new NothingToImportError(
    `${path} contains nothing to import. Specify a file, or a folder of files, named ${records.map(({ table }) => `${table.name}.ndjson`).join(', ')}`,
  )
}

const explainStat = (path: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${path} does not exist`
  return `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`
}

const readSource = async (file: string): Promise<ImportSource | undefined> => {
  const [, name] = /^(\w+)\.(?:ndjson|jsonl)$/.exec(basename(file)) ?? []
  const record = name === undefined ? undefined : findRecordOfTable(name)
  return record && { file, record, bytes: (await stat(file)).size }
}

/** Imports files one after the other, and then fills in what earlier rows inherit from the imported ones. */
export const importSources = async (
  prisma: Db,
  sources: readonly ImportSource[],
  hooks: ImportHooks,
): Promise<ImportSummary> => {
  const tables = new Map<string, ImportCount>()
  for (const { file, record } of sources) {
    const { added, known, bad } = await importFile(prisma, record, file, hooks)
    const before = tables.get(record.table.name) ?? { added: 0, known: 0, bad: 0 }
    tables.set(record.table.name, {
      added: before.added + added,
      known: before.known + known,
      bad: before.bad + bad,
    })
  }
  let inherited = 0
  for (const { table, copy } of records)
    if (copy.inherits) inherited += await fillInherited(prisma, table, copy.inherits)
  return { tables, inherited }
}
