import sql, { raw, type Sql } from 'sql-template-tag'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'

/** A row as the source has it: times as text in UTC, booleans as they are stored. */
export type SourceRow = Readonly<Record<string, unknown>>

/** A row's place in the order in which a table is read: by its time, as the source writes it, and its id. */
export interface SourcePosition {
  readonly time: string
  readonly id: string
}

/** Which rows of a table to read, by the names of its columns. */
export interface SourceRequest {
  readonly table: string
  readonly columns: readonly string[]
  /** Those of the columns that hold texts of any length. */
  readonly long: readonly string[]
  readonly time: string
  readonly id: string
}

/** The most rows of a page. */
const pageRows = 1000
/** The bytes of long texts after which a page ends: a message with its images may have megabytes. */
const pageBytes = 8_000_000

/** Rows in order. */
export interface SourcePage {
  readonly rows: readonly SourceRow[]
  /** Whether no row comes after them. */
  readonly isLast: boolean
}

/** A LangBot database. It is only read, a batch at a time, and nothing in it is locked in between. */
export interface LangBotSource {
  /** The names of a table's columns; none where there is no such table. */
  readColumns(table: string): Promise<ReadonlySet<string>>
  /** The next rows behind a position, in order: as many as a page takes. */
  readAfter(request: SourceRequest, position: SourcePosition): Promise<SourcePage>
  /** The rows with the given ids, in no order. */
  readByIds(request: SourceRequest, ids: readonly string[]): Promise<SourceRow[]>
  close(): Promise<void>
}

const nameSql = (column: string): Sql => columnSql({ name: column })

/**
 * Selects the next rows of a table in order, and nothing of those that are too much for one page; of what they hold
 * only the sizes are read before that is known.
 * @param after a condition that holds for what comes behind the last page.
 */
export const pageSql = ({ table, long, time, id }: SourceRequest, values: Sql, after: Sql): Sql => {
  const order = sql`${nameSql(time)}, ${nameSql(id)}`
  const bytes = long.reduce((sum, column) => sql`${sum} + coalesce(octet_length(${nameSql(column)}), 0)`, sql`0`)
  return sql`
    WITH sized AS (
      SELECT ${order}, ${bytes} AS bytes FROM ${tableSql({ name: table })}
      WHERE ${after} ORDER BY ${order} LIMIT ${raw(String(pageRows))}
    ), page AS (
      SELECT ${nameSql(id)} AS page_id, sum(bytes) OVER (ORDER BY ${order}) - bytes AS bytes_before,
        count(*) OVER () AS page_rows FROM sized
    )
    SELECT page_rows, ${values} FROM page JOIN ${tableSql({ name: table })} AS source ON source.${nameSql(id)} = page_id
    WHERE bytes_before < ${raw(String(pageBytes))} ORDER BY source.${nameSql(time)}, source.${nameSql(id)}`
}

/** A page from the rows that {@link pageSql} selects. */
export const readPage = (rows: readonly SourceRow[]): SourcePage => {
  const found = Number(rows[0]?.['page_rows'] ?? 0)
  return { rows, isLast: rows.length === found && found < pageRows }
}

/** A time as the source's columns have it, which know no zone: `2026-06-05 13:00:00.000000`, in UTC. */
export const writeSourceTime = (time: Date): string => `${time.toISOString().slice(0, 23).replace('T', ' ')}000`
