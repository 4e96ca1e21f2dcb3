import { pathToFileURL } from 'node:url'
import Sqlite from 'libsql'
import sql, { join, type Sql } from 'sql-template-tag'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { type LangBotSource, pageSql, readPage, type SourceRow } from './source.ts'

/** Milliseconds to wait while LangBot writes; it locks the file for far shorter. */
const patience = 5000

const name = (column: string): Sql => columnSql({ name: column })

/**
 * Opens a LangBot database in a SQLite file, for reading alone. With a write-ahead log its writer is never kept
 * waiting; without one it is for as long as a batch is read.
 */
export const openSqlite = async (path: string): Promise<LangBotSource> => {
  const db = new Sqlite(`${pathToFileURL(path).href}?mode=ro`, { timeout: patience })
  const query = ({ sql: text, values }: Sql): SourceRow[] => db.prepare(text).all(...values) as SourceRow[]
  return {
    readColumns: async (table) => new Set(query(sql`SELECT name FROM pragma_table_info(${table})`).map(nameOf)),
    readAfter: async (request, position) => {
      const [time, id] = [name(request.time), name(request.id)]
      const values = join(request.columns.map(name), ', ')
      return readPage(query(pageSql(request, values, sql`(${time}, ${id}) > (${position.time}, ${position.id})`)))
    },
    readByIds: async ({ table, columns, id }, ids) =>
      query(sql`
        SELECT ${join(columns.map(name), ', ')} FROM ${tableSql({ name: table })}
        WHERE ${name(id)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`),
    close: async () => {
      db.close()
    },
  }
}

const nameOf = (row: SourceRow): string => String(row['name'])
