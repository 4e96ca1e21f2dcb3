import sql, { type Sql } from 'sql-template-tag'
import { idleSince, type RecordingSettings } from '../../config/recording.ts'
import type { Db } from '../../db/client.ts'
import { delegateOf } from '../../db/delegates.ts'
import { type InsertRow, rowsSql, writeOrderSql } from '../../db/sql/insert.ts'
import type { MergeCount } from '../../db/sql/merge.ts'
import type { StoredRow } from '../../db/sql/storedRow.ts'
import { type Column, columnOf, keyFieldOf, keyOf } from '../../db/sql/table.ts'
import type { RecordType } from '../../records/definition/recordType.ts'
import { inheritingSql } from '../../records/recording/context.ts'
import { distinctBy } from '../../records/recording/distinct.ts'
import { BadRowError, readRow } from '../readRow.ts'
import {
  type LangBotSource,
  type SourcePage,
  type SourcePosition,
  type SourceRequest,
  type SourceRow,
  writeSourceTime,
} from './source.ts'

/** What copying works with. */
export interface CopyContext {
  readonly prisma: Db
  readonly source: LangBotSource
  /** The source's name in checkpoints. */
  readonly name: string
  readonly recording: RecordingSettings
  /** After how many days data is removed here, and therefore not copied; absent: never. */
  readonly retentionDays?: number | undefined
  readonly now: () => Date
  /** Ends the copying, between two batches. */
  readonly signal?: AbortSignal
  /** Is told of a row that cannot be copied; what it throws ends the copying. */
  readonly onBadRow: (table: string, id: string, reason: string) => void
}

/** A table of the source: what is read of it, and which of our columns it has. */
export interface SourceTable {
  readonly record: RecordType
  readonly id: Column
  readonly request: SourceRequest
}

/** What a table of the source has of ours; nothing where it lacks the table, or what every row needs. */
export const findSourceTable = async (source: LangBotSource, record: RecordType): Promise<SourceTable | undefined> => {
  const { table, copy } = record
  const present = await source.readColumns(table.name)
  const time = columnOf(table, copy.time)
  const id = columnOf(table, 'id')
  const columns = Object.values(table.columns).filter(({ name }) => present.has(name))
  if (!present.has(time.name) || !present.has(id.name)) return undefined
  const request = {
    table: table.name,
    columns: columns.map(({ name }) => name),
    long: columns.filter(({ type, maxLength }) => type === 'text' && maxLength === undefined).map(({ name }) => name),
    time: time.name,
    id: id.name,
  }
  return { record, id, request }
}

/** A batch of rows that were stored, with what became of them. */
export interface CopiedBatch extends MergeCount {
  readonly rows: readonly StoredRow[]
}

/** Stores rows of the source: new ones are added, those that exist are brought up to date. */
export const storeRows = async (
  context: CopyContext,
  from: SourceTable,
  found: readonly SourceRow[],
): Promise<CopiedBatch> => {
  const { record, request } = from
  const { model, table } = record
  const keyField = keyFieldOf(table)
  const rows = found.map((row) => readSourceRow(context, from, row)).filter((row) => row !== undefined)
  if (rows.length === 0) return { rows, added: 0, changed: 0 }
  const distinct = distinctBy(rows.toReversed(), (row) => String(row[keyField]))
  const count = await delegateOf(context.prisma, model).mergeRows(table, selectSql(record, distinct), {
    key: keyOf(table),
    keeps: ({ name }) => !request.columns.includes(name),
  })
  return { rows, ...count }
}

/** Rows without a bot of their own in LangBot get that of their message, else of their session. */
const selectSql = ({ table, copy }: RecordType, rows: readonly InsertRow[]): Sql =>
  copy.inheritsContext
    ? sql`${inheritingSql(table, rows)} ${writeOrderSql(table)}`
    : sql`SELECT * FROM ${rowsSql(table, rows, 'input')} ${writeOrderSql(table)}`

const readSourceRow = (
  context: CopyContext,
  { record: { table, copy }, id }: SourceTable,
  found: SourceRow,
): StoredRow | undefined => {
  const { recording, now, onBadRow } = context
  try {
    const read = readRow(table, found)
    const row = copy.prepare?.(read, recording) ?? read
    return copy.prepareFollowed?.(row, idleSince(recording, now())) ?? row
  } catch (error) {
    if (!(error instanceof BadRowError)) throw error
    onBadRow(table.name, String(found[id.name]), error.message)
    return undefined
  }
}

/** Copies the rows of a table from a time on, the oldest first, batch by batch; from the beginning where there is none. */
export async function* copyRows(
  context: CopyContext,
  from: SourceTable,
  since: Date | undefined,
): AsyncGenerator<CopiedBatch> {
  const { request } = from
  let position: SourcePosition | undefined = { time: since ? writeSourceTime(since) : '0001-01-01 00:00:00', id: '' }
  while (position) {
    context.signal?.throwIfAborted()
    const { rows, isLast }: SourcePage = await context.source.readAfter(request, position)
    yield await storeRows(context, from, rows)
    const last = isLast ? undefined : rows.at(-1)
    position = last && { time: String(last[request.time]), id: String(last[request.id]) }
  }
}
