import pg from 'pg'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/database.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { make } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'

/** Possible defaults of a server, database or role. */
const defaults = ["TimeZone = 'Asia/Shanghai'", "DateStyle = 'German, DMY'", 'extra_float_digits = -10']
const timestamp = new Date('2026-06-05T12:00:00.123Z')
let empty: OpenTestDatabase
let db: Database
let statements: string[]
beforeAll(async () => {
  empty = await openTestDatabase()
  const client = new pg.Client(empty.connection)
  await client.connect()
  const { rows } = await client.query('SELECT current_database() AS name')
  // All connections of the embedded database share one session.
  for (const setting of defaults)
    await client.query(serverUrl ? `ALTER DATABASE ${rows[0].name} SET ${setting}` : `SET ${setting}`)
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

test('for any time zone of the server, connections use UTC, and times are returned as stored', async () => {
  const row = make.message({ id: 'm', timestamp })
  await db.prisma.message.create({ data: row })
  expect(await db.prisma.message.findMany()).toEqual([row])
  expect(await db.query(raw('SELECT timestamp FROM monitoring_messages'))).toEqual([{ timestamp }])
  expect(await db.query(raw("SELECT date_trunc('day', timestamp)::text AS day FROM monitoring_messages"))).toEqual([
    { day: '2026-06-05 00:00:00+00' },
  ])
})

test('for any defaults of the server, numbers have all their digits', async () => {
  const row = make.llmCall({ id: 'c', timestamp, cost: 0.1 + 0.2 })
  await db.prisma.llmCall.create({ data: row })
  expect(await db.prisma.llmCall.findMany()).toEqual([row])
  expect(await db.query(raw('SELECT cost, cost::text AS text FROM monitoring_llm_calls'))).toEqual([
    { cost: 0.30000000000000004, text: '0.30000000000000004' },
  ])
})

test('the setup of a connection is not a statement of a request', () => {
  expect(statements.filter((text) => text.includes('TimeZone'))).toEqual([])
})
