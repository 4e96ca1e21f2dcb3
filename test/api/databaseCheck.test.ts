import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDatabaseCheck } from '../../src/db/health.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { serverUrl, urlOfDatabase } from '../support/realServer.ts'

const checkTimeout = 20_000

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test('a database with all migrations is available; without the migrations table it is missing migrations', async () => {
  expect(await makeDatabaseCheck(db.connection, checkTimeout)()).toBeUndefined()
  await db.execute(raw('ALTER TABLE _prisma_migrations RENAME TO elsewhere'))
  expect(await makeDatabaseCheck(db.connection, checkTimeout)()).toBe('the database is missing migrations')
  await db.execute(raw('ALTER TABLE elsewhere RENAME TO _prisma_migrations'))
})

test.skipIf(!serverUrl)('a server that rejects the check responds', async () => {
  const connection = { connectionString: urlOfDatabase(serverUrl ?? '', 'botlens_there_is_none') }
  expect(await makeDatabaseCheck(connection, checkTimeout)()).toBe('the database rejected the check (3D000)')
})

test('without a server, the database does not respond', async () => {
  const check = makeDatabaseCheck({ host: '127.0.0.1', port: 1 }, checkTimeout)
  expect(await check()).toBe('the database does not respond')
})
