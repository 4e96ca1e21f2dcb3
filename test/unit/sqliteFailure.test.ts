import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '../../src/import/langbot/sqlite.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-sqlite-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a missing or invalid database file has a readable error', async () => {
  const text = join(folder, 'text.db')
  await writeFile(text, 'not a database '.repeat(1000))
  await expect(openSqlite(join(folder, 'nowhere.db'))).rejects.toThrow('the file does not exist')
  await expect(openSqlite(folder)).rejects.toThrow('it is not a file')
  await expect(openSqlite(text)).rejects.toThrow('the file is not a SQLite database')
})

test('a locked database has a readable error, when it is opened and when it is read', async () => {
  const path = join(folder, 'locked.db')
  const writer = new Sqlite(path)
  writer.exec('CREATE TABLE t (id)')
  const source = await openSqlite(path, 10)
  writer.exec('BEGIN EXCLUSIVE')
  await expect(openSqlite(path, 10)).rejects.toThrow('the SQLite database is locked by another process')
  await expect(source.readColumns('t')).rejects.toThrow('the SQLite database is locked by another process')
  writer.exec('ROLLBACK')
  expect(await source.readColumns('t')).toEqual(new Set(['id']))
  await source.close()
  writer.close()
})
