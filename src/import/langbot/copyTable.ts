import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../db/database.ts'
import { type InsertRow, rowsSql, writeOrderSql } from '../../db/insert.ts'
import { type MergeCount, mergeRows } from '../../db/merge.ts'
import { type AnyTable, type Column, type IdentifiedTable, keyOf } from '../../db/table.ts'
import { embeddingCallTable } from '../../embeddingCalls/table.ts'
import { inheritingSql } from '../../recording/context.ts'
import { distinctBy } from '../../recording/distinct.ts'
import { sessionTable } from '../../sessions/table.ts'
import { idleSince, type RecordingSettings } from '../../shared/recordingSettings.ts'
import { prepareRow } from '../prepareRow.ts'
import { BadRowError, type ImportRow } from '../readRow.ts'
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
  readonly db: Queryable
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
  readonly table: IdentifiedTable
  readonly time: Column
  readonly id: Column
  readonly request: SourceRequest
}

const columnOf = (table: AnyTable, field: string): Column => {
  const column = table.columns[field]
  if (!column) throw new Error(`${table.name} has no ${field}`)
  return column
}

/** What a table of the source has of ours; nothing where it lacks the table, or what every row needs. */
export const findSourceTable = async (
  source: LangBotSource,
  table: IdentifiedTable,
): Promise<SourceTable | undefined> => {
  const present = await source.readColumns(table.name)
  const time = columnOf(table, table.name === sessionTable.name ? 'lastActivity' : 'timestamp')
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
  return { table, time, id, request }
}

/** A batch of rows that were stored, with what became of them. */
export interface CopiedBatch extends MergeCount {
  readonly rows: readonly ImportRow[]
}

/** Stores rows of the source: new ones are added, those that exist are brought up to date. */
export const storeRows = async (
  context: CopyContext,
  from: SourceTable,
  found: readonly SourceRow[],
): Promise<CopiedBatch> => {
  const { table, request } = from
  const rows = found.map((row) => readSourceRow(context, from, row)).filter((row) => row !== undefined)
  if (rows.length === 0) return { rows, added: 0, changed: 0 }
  const key = keyOf(table)
  const [field = 'id'] = Object.entries(table.columns).find(([, column]) => column === key) ?? []
  const distinct = distinctBy(rows.toReversed(), (row) => String(row[field]))
  const count = await mergeRows(context.db, table, selectSql(table, distinct), {
    key,
    keeps: ({ name }) => !request.columns.includes(name),
  })
  return { rows, ...count }
}

/** An embedding call has no bot in LangBot: it gets that of its message, else of its session. */
const selectSql = (table: IdentifiedTable, rows: readonly InsertRow[]): Sql =>
  table.name === embeddingCallTable.name
    ? sql`${inheritingSql(table, rows)} ${writeOrderSql(table)}`
    : sql`SELECT * FROM ${rowsSql(table, rows, 'input')} ${writeOrderSql(table)}`

const readSourceRow = (context: CopyContext, { table, id }: SourceTable, found: SourceRow): ImportRow | undefined => {
  const { recording, now, onBadRow } = context
  try {
    const row = prepareRow(table, found, recording.keepMedia)
    if (table.name !== sessionTable.name) return row
    // LangBot leaves sessions active for good: here they are so only while something happens.
    const { isActive, lastActivity } = row
    return { ...row, isActive: isActive === true && Number(lastActivity) >= Number(idleSince(recording, now())) }
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
