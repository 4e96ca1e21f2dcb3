import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const times = [
  '2026-06-05T13:00:00.123Z',
  '2026-06-05T13:00:00.120Z',
  '2026-06-05T13:00:00.100Z',
  '2026-06-05T13:00:00.001Z',
  '2026-12-31T23:59:59.999Z',
  '2024-02-29T00:00:00.000Z',
  '1970-01-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '0001-01-01T00:00:00.000Z',
  '0099-07-08T09:10:11.120Z',
  '0100-07-08T09:10:11.120Z',
  '9999-12-31T23:59:59.999Z',
]

test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])(
  'times are returned as stored, to the millisecond, if the session is in %s',
  async (zone) => {
    const found = await db.transaction(async (tx) => {
      await tx.execute(raw(`SET LOCAL TIME ZONE '${zone}'`))
      return tx.query<{ time: Date }>(sql`SELECT time::timestamptz(3) FROM unnest(${times}::text[]) AS times (time)`)
    })
    expect(found.map(({ time }) => time.toISOString())).toEqual(times)
  },
)
