import sql, { type Sql } from 'sql-template-tag'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../../src/db/client.ts'
import { startExport } from '../../src/export/export.ts'
import { readQueryString } from '../../src/export/parameters.ts'
import { schema } from '../../src/server/schema.ts'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

/** More than two pages of a walk, and of the walk that finds rows that moved. */
const rowCount = 12_000

let db: OpenTestDatabase

beforeEach(async () => {
  db = await openTestDatabase()
  await addSessions('session', rowCount)
})
afterEach(() => db.close())

const addSessions = (name: string, count: number) =>
  db.execute(sql`
    INSERT INTO monitoring_sessions (session_id, bot_id, bot_name, pipeline_id, pipeline_name, message_count,
      start_time, last_activity, is_active)
    SELECT ${name}::text || '-' || n, 'b', 'Bot', 'p', 'Pipeline', 1,
      timestamptz '2026-01-01' - n * interval '1 minute', timestamptz '2026-01-01' - n * interval '1 minute', TRUE
    FROM generate_series(1, ${count}::int) AS n`)

/**
 * The database with traffic: before each statement, sessions of all ages move up, some to now and some only slightly.
 */
const withTraffic = (): Db => {
  let round = 0
  const move = async () => {
    round += 1
    await db.execute(sql`
      UPDATE monitoring_sessions SET last_activity = last_activity
        + CASE WHEN hashtext(session_id || ${round}::text) % 2 = 0 THEN interval '1 year' ELSE interval '2 days' END
      WHERE hashtext(session_id) % 20 = ${round % 20}`)
  }
  return new Proxy(db.prisma, {
    get: (prisma, name) =>
      name === '$rawRows'
        ? async (statement: Sql) => {
            await move()
            return prisma.$rawRows(statement)
          }
        : Reflect.get(prisma, name),
  })
}

const exportIds = async (query: string) => {
  const parameters = await readQueryString(
    async () => schema,
    new URLSearchParams(`type=sessions&columns=session_id&${query}`),
    new Date(),
  )
  const { pieces, truncated } = await startExport(withTraffic(), parameters, new Date(), new Cancellation())
  const parts: Buffer[] = []
  for await (const { bytes } of pieces) parts.push(bytes)
  const text = Buffer.concat(parts).toString()
  return { ids: text.replace('\uFEFF', '').trimEnd().split('\n').slice(1), truncated }
}

test.each(['DESC', 'ASC'])('sessions that move during the walk are exported exactly once, %s', async (direction) => {
  const { ids, truncated } = await exportIds(`direction=${direction}`)
  expect(truncated).toBe(false)
  expect(ids).toHaveLength(rowCount)
  expect(new Set(ids).size).toBe(rowCount)
})

test('a limit is respected, and no row is repeated', async () => {
  const { ids, truncated } = await exportIds('limit=11000')
  expect(truncated).toBe(true)
  expect(ids).toHaveLength(11_000)
  expect(new Set(ids).size).toBe(11_000)
})

test('rows that fit into one page take one statement', async () => {
  const query = new URLSearchParams('type=sessions&sessionId=session-7')
  const parameters = await readQueryString(async () => schema, query, new Date())
  const { statements } = await db.record(() => startExport(db.prisma, parameters, new Date(), new Cancellation()))
  expect(statements).toHaveLength(1)
})
