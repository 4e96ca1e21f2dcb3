import sql, { type Sql } from 'sql-template-tag'
import { idleSince, type RecordingSettings } from '../../config/recording.ts'
import type { Db } from '../../db/client.ts'
import { delegateOf } from '../../db/delegates.ts'
import { type InsertRow, rowsSql, writeOrderSql } from '../../db/sql/insert.ts'
import type { MergeCount } from '../../db/sql/merge.ts'
import type { StoredRow } from '../../db/sql/storedRow.ts'
import { type Column, columnOf, keyFieldOf, keyOf } from '../../db/sql/table.ts'
import { isInherited } from '../../records/definition/inheritedColumns.ts'
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

/** Options of copying. */
export interface CopyContext {
  readonly prisma: Db
  readonly source: LangBotSource
  /** The source's name in checkpoints. */
  readonly name: string
  readonly recording: RecordingSettings
  /** Days after which data is removed here, and is therefore not copied; undefined for never. */
  readonly retentionDays?: number | undefined
  readonly now: () => Date
  /** Stops copying between two batches. */
  readonly signal?: AbortSignal
  /** Called for a row that cannot be copied. An error that it throws ends copying. */
  readonly onBadRow: (table: string, id: string, reason: string) => void
}

/** A table of the source: which rows are read, and which of the columns of Botlens it has. */
export interface SourceTable {
  readonly record: RecordType
  readonly id: Column
  readonly request: SourceRequest
}

/**
 * Finds the columns that a table of the source shares with Botlens; undefined if the table or a required column is
 * missing.
 */
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

/** A batch of stored rows, and its result. */
export interface CopiedBatch extends MergeCount {
  readonly rows: readonly StoredRow[]
}

/** Stores rows of the source: new rows are inserted, existing rows are updated. */
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
    keeps: (column) => !request.columns.includes(column.name) && !isInherited(column, record.copy.inherits ?? []),
  })
  return { rows, ...count }
}

/** What LangBot does not store is inherited from the message, otherwise from the session. */
const selectSql = ({ table, copy: { inherits } }: RecordType, rows: readonly InsertRow[]): Sql =>
  inherits
    ? sql`${inheritingSql(table, rows, { inherits, areCopied: true })} ${writeOrderSql(table)}`
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

/** Copies the rows of a table since a time, oldest first, in batches; all rows if no time is given. */
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
