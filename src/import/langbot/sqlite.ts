import { stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import Sqlite from 'libsql'
import sql, { join, type Sql } from 'sql-template-tag'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { type LangBotSource, pageSql, readPage, type SourceRow } from './source.ts'
import { describeSqliteFailure, SourceAccessError } from './sqliteFailure.ts'

/** Milliseconds to wait for a lock. LangBot holds its lock for a much shorter time when it writes. */
const lockTimeout = 5000

const name = (column: string): Sql => columnSql({ name: column })

/**
 * Opens a LangBot database in a SQLite file, read-only. With a write-ahead log, its writer never waits; without one,
 * the writer waits while a batch is read.
 * @throws SourceAccessError if the file does not exist, is not a SQLite database or is locked. Reading throws it too.
 */
export const openSqlite = async (path: string, timeout = lockTimeout): Promise<LangBotSource> => {
  const found = await stat(path).catch((error: unknown) => {
    throw describeSqliteFailure(error)
  })
  if (!found.isFile()) throw new SourceAccessError('it is not a file')
  const db = new Sqlite(`${pathToFileURL(path).href}?mode=ro`, { timeout })
  const query = ({ sql: text, values }: Sql): SourceRow[] => {
    try {
      return db.prepare(text).all(...values) as SourceRow[]
    } catch (error) {
      throw describeSqliteFailure(error)
    }
  }
  try {
    query(sql`SELECT 1 FROM sqlite_master LIMIT 1`)
  } catch (error) {
    db.close()
    throw error
  }
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
