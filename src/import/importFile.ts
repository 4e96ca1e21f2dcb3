import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import split from 'split2'
import type { Db } from '../db/client.ts'
import { delegateOf } from '../db/delegates.ts'
import type { StoredRow } from '../db/sql/storedRow.ts'
import type { RecordType } from '../records/definition/recordType.ts'
import { BadRowError, readRow } from './readRow.ts'

/** Rows of one statement: enough that its overhead does not show, few enough that little is at stake. */
const batchRows = 1000
/** Characters of one statement: message contents may be megabytes each. */
const batchCharacters = 4_000_000

/** A line that could not be imported. */
export interface BadLine {
  readonly file: string
  /** Its number, from 1 on. */
  readonly line: number
  readonly reason: string
}

/** What became of the lines of a file. */
export interface ImportCount {
  added: number
  /** Rows that were there before, and stayed as they were. */
  known: number
  bad: number
}

/** What to do while a file is imported. */
export interface ImportHooks {
  /** Called when rows are stored: with the bytes of their lines, and how many they are, known ones included. */
  readonly onProgress: (bytes: number, rows: number) => void
  /** Called for a line that cannot be imported: what it throws ends the import. */
  readonly onBadLine: (line: BadLine) => void
  /** Whether media inside of messages are stored, not only described. */
  readonly keepMedia?: boolean
}

interface Batch {
  rows: StoredRow[]
  characters: number
  bytes: number
}

const emptyBatch = (): Batch => ({ rows: [], characters: 0, bytes: 0 })

/**
 * Imports a file with a JSON object in each line, as it streams in: each batch is stored before the next one is read,
 * so that memory stays flat, and what was counted is in the database.
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
    const added =
      batch.rows.length === 0 ? 0 : await delegateOf(prisma, record.model).insertNew(record.table, batch.rows)
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

/** The lines of a file: split at line feeds alone, since JSON may hold other separators as they are. */
const readLines = (file: string): AsyncIterable<string> => {
  const lines = split('\n')
  // A failure of the file destroys `lines`, and so reaches its reader.
  pipeline(createReadStream(file), lines, () => undefined)
  return lines
}

/** The row of a line; nothing for an empty one. */
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
