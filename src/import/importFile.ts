import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import split from 'split2'
import sql from 'sql-template-tag'
import type { Db } from '../db/client.ts'
import { delegateOf } from '../db/delegates.ts'
import { writeOrderSql } from '../db/sql/insert.ts'
import type { StoredRow } from '../db/sql/storedRow.ts'
import type { RecordType } from '../records/definition/recordType.ts'
import { inheritingSql } from '../records/recording/context.ts'
import { BadRowError, readRow } from './readRow.ts'

/** Rows per statement: enough to make its overhead negligible, few enough to limit what a failure affects. */
const batchRows = 1000
/** Maximum number of characters per statement, since message contents may be megabytes each. */
const batchCharacters = 4_000_000

/** A line that could not be imported. */
export interface BadLine {
  readonly file: string
  /** The line number, starting at 1. */
  readonly line: number
  readonly reason: string
}

/** The result of importing the lines of a file. */
export interface ImportCount {
  added: number
  /** The number of rows that already existed, and were left unchanged. */
  known: number
  bad: number
}

/** Callbacks and options of importing a file. */
export interface ImportHooks {
  /**
   * Called when rows are stored, with the bytes of their lines and their number, including rows that already existed.
   */
  readonly onProgress: (bytes: number, rows: number) => void
  /** Called for a line that cannot be imported. An error that it throws ends the import. */
  readonly onBadLine: (line: BadLine) => void
  /** Whether media in messages are stored, instead of only their description. */
  readonly keepMedia?: boolean
}

interface Batch {
  rows: StoredRow[]
  characters: number
  bytes: number
}

const emptyBatch = (): Batch => ({ rows: [], characters: 0, bytes: 0 })

/**
 * Imports a file with one JSON object per line as a stream. Each batch is stored before the next one is read, so that
 * memory is bounded and all counted rows are in the database.
 */
export const importFile = async (
  prisma: Db,
  record: RecordType,
  file: string,
  { onProgress, onBadLine, keepMedia = false }: ImportHooks,
): Promise<ImportCount> => {
  const count: ImportCount = { added: 0, known: 0, bad: 0 }
  let batch = emptyBatch()
  const store = async () => {
    const added = batch.rows.length === 0 ? 0 : await storeRows(prisma, record, batch.rows)
    count.added += added
    count.known += batch.rows.length - added
    onProgress(batch.bytes, batch.rows.length)
    batch = emptyBatch()
  }
  let line = 0
  for await (const text of readLines(file)) {
    line += 1
    batch.bytes += Buffer.byteLength(text) + 1
    batch.characters += text.length
    try {
      const row = readLine(record, text, keepMedia)
      if (row) batch.rows.push(row)
    } catch (error) {
      if (!(error instanceof BadRowError)) throw error
      count.bad += 1
      onBadLine({ file, line, reason: error.message })
    }
    if (batch.rows.length >= batchRows || batch.characters >= batchCharacters) await store()
  }
  await store()
  return count
}

/** Stores new rows, with what they inherit. @returns their number. */
const storeRows = (prisma: Db, { model, table, copy: { inherits } }: RecordType, rows: StoredRow[]): Promise<number> =>
  inherits
    ? delegateOf(prisma, model).insertSelected(
        table,
        sql`${inheritingSql(table, rows, { inherits })} ${writeOrderSql(table)}`,
      )
    : delegateOf(prisma, model).insertNew(table, rows)

/** Reads the lines of a file. Splits at line feeds only, since JSON may contain other line separators unescaped. */
const readLines = (file: string): AsyncIterable<string> => {
  const lines = split('\n')
  // An error of the file destroys `lines`, and is therefore reported to its reader.
  pipeline(createReadStream(file), lines, () => undefined)
  return lines
}

/** Parses a line as a row; undefined for an empty line. */
const readLine = ({ table, copy }: RecordType, text: string, keepMedia: boolean): StoredRow | undefined => {
  if (text.trim() === '') return undefined
  try {
    const row = readRow(table, JSON.parse(text.replace(/^\uFEFF/, '')))
    return copy.prepare?.(row, { keepMedia }) ?? row
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadRowError(`the line is not valid JSON: ${error.message}`)
    throw error
  }
}
