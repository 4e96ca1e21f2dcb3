import pg from 'pg'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { make } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'

const zone = "TimeZone = 'Asia/Shanghai'"
const timestamp = new Date('2026-06-05T12:00:00.123Z')
let empty: OpenTestDatabase
let db: Database
let statements: string[]
beforeAll(async () => {
  empty = await openTestDatabase()
  const client = new pg.Client(empty.connection)
  await client.connect()
  const { rows } = await client.query('SELECT current_database() AS name')
  // The embedded database has one session behind all connections.
  await client.query(serverUrl ? `ALTER DATABASE ${rows[0].name} SET ${zone}` : `SET ${zone}`)
  await client.end()
  statements = []
  db = openDatabase({
    connection: empty.connection,
    poolSize: 1,
    onStatement: (text) => statements.push(text),
  })
})
afterAll(async () => {
  await db.close()
  await empty.close()
})

test('whatever the zone of the server, connections are in UTC, and times are as they were stored', async () => {
  const row = make.message({ id: 'm', timestamp })
  await db.prisma.message.create({ data: row })
  expect(await db.prisma.message.findMany()).toEqual([row])
  expect(await db.query(raw('SELECT timestamp FROM monitoring_messages'))).toEqual([{ timestamp }])
  expect(await db.query(raw("SELECT date_trunc('day', timestamp)::text AS day FROM monitoring_messages"))).toEqual([
    { day: '2026-06-05 00:00:00+00' },
  ])
})

test('setting a connection up is no statement of a request', () => {
  expect(statements.filter((text) => text.includes('TimeZone'))).toEqual([])
})
