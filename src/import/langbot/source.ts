import sql, { raw, type Sql } from 'sql-template-tag'
import { bytesSql } from '../../db/sql/bytes.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'

/** A row of the source: times as text in UTC, booleans as stored. */
export type SourceRow = Readonly<Record<string, unknown>>

/** A row's position in the order in which a table is read: its time, in the format of the source, and its id. */
export interface SourcePosition {
  readonly time: string
  readonly id: string
}

/** Which rows of a table to read, with the names of its columns. */
export interface SourceRequest {
  readonly table: string
  readonly columns: readonly string[]
  /** The columns with text of any length. */
  readonly long: readonly string[]
  readonly time: string
  readonly id: string
}

/** Maximum number of rows in a page. */
const pageRows = 1000
/** Size of long texts in bytes after which a page ends. A message with images may have megabytes. */
const pageBytes = 8_000_000

/** Rows in order. */
export interface SourcePage {
  readonly rows: readonly SourceRow[]
  /** Whether this is the last page. */
  readonly isLast: boolean
}

/** A LangBot database. It is only read, in batches, without holding locks in between. */
export interface LangBotSource {
  /** The column names of a table; empty if there is no such table. */
  readColumns(table: string): Promise<ReadonlySet<string>>
  /** Reads the next rows after a position, in order: at most one page. */
  readAfter(request: SourceRequest, position: SourcePosition): Promise<SourcePage>
  /** Reads the rows with the given ids, in no particular order. */
  readByIds(request: SourceRequest, ids: readonly string[]): Promise<SourceRow[]>
  close(): Promise<void>
}

const nameSql = (column: string): Sql => columnSql({ name: column })

/**
 * Selects the next rows of a table in order, up to the size of one page. Only the sizes of values are read before the
 * end of the page is determined.
 * @param after a condition that matches the rows after the last page.
 */
export const pageSql = ({ table, long, time, id }: SourceRequest, values: Sql, after: Sql): Sql => {
  const order = sql`${nameSql(time)}, ${nameSql(id)}`
  const bytes = bytesSql(long.map(nameSql))
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

/** Creates a page from the rows of {@link pageSql}. */
export const readPage = (rows: readonly SourceRow[]): SourcePage => {
  const found = Number(rows[0]?.['page_rows'] ?? 0)
  return { rows, isLast: rows.length === found && found < pageRows }
}

/** Formats a time like the source's columns, which have no time zone: `2026-06-05 13:00:00.000000`, in UTC. */
export const writeSourceTime = (time: Date): string => `${time.toISOString().slice(0, 23).replace('T', ' ')}000`
