import sql, { join, type Sql } from 'sql-template-tag'
import { openForeignDatabase } from '../../db/foreignDatabase.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { type LangBotSource, pageSql, readPage, type SourceRow } from './source.ts'

const name = (column: string): Sql => columnSql({ name: column })

const zoned = 'timestamp with time zone'

/** Selects times as text in UTC with microseconds. The driver would truncate them, and interpret them as local time. */
const selectSql = (columns: readonly string[], types: ReadonlyMap<string, string>): Sql =>
  join(
    columns.map((column) => {
      const type = types.get(column)
      if (!type?.startsWith('timestamp')) return name(column)
      const time = type === zoned ? sql`${name(column)} AT TIME ZONE 'UTC'` : name(column)
      return sql`to_char(${time}, 'YYYY-MM-DD HH24:MI:SS.US') AS ${name(column)}`
    }),
    ', ',
  )

/** Milliseconds to wait for a response, since a connection may be lost without notice. */
const responseTimeout = 60_000

/** Opens a LangBot database on PostgreSQL, read-only. A statement without a response in time fails. */
export const openPostgres = async (connectionString: string, timeout = responseTimeout): Promise<LangBotSource> => {
  const db = await openForeignDatabase(connectionString, timeout)
  const types = new Map<string, Map<string, string>>()
  const query = (statement: Sql) => db.query<SourceRow>(statement)
  const readTypes = async (table: string): Promise<Map<string, string>> => {
    const rows = await query(sql`
      SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = ${table}`)
    return new Map(rows.map((row) => [String(row['name']), String(row['type'])]))
  }
  const typesOf = (table: string) => types.get(table) ?? new Map<string, string>()
  return {
    readColumns: async (table) => {
      types.set(table, await readTypes(table))
      return new Set(typesOf(table).keys())
    },
    readAfter: async (request, position) => {
      const [time, id] = [name(request.time), name(request.id)]
      const values = selectSql(request.columns, typesOf(request.table))
      const isZoned = typesOf(request.table).get(request.time) === zoned
      const after = isZoned ? sql`(${position.time} || '+00')::timestamptz` : sql`${position.time}::timestamp`
      return readPage(await query(pageSql(request, values, sql`(${time}, ${id}) > (${after}, ${position.id})`)))
    },
    readByIds: ({ table, columns, id }, ids) =>
      query(sql`
        SELECT ${selectSql(columns, typesOf(table))} FROM ${tableSql({ name: table })} WHERE ${name(id)} = ANY(${ids})`),
    close: () => db.close(),
  }
}
