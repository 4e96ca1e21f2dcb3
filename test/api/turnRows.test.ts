import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storedTurnsSql } from '../../src/records/turns/storedTurns.ts'
import { turnRowsSql } from '../../src/records/turns/turnRows.ts'
import { drawConversations } from '../support/conversations.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
  const drawn = drawConversations(db, 11)
  await drawn.add(160)
  await drawn.remove(20)
})
afterAll(() => db.close())

const columns = raw(`id, timestamp, bot_id, pipeline_id, runner_name, session_id, platform, user_id, reply_count,
  first_reply, duration, model_name, total_tokens, total_cost, error_count, feedback_count, likes, dislikes`)
const at = (second: number) => new Date(Date.parse('2026-06-05T12:00:00Z') + second * 1000)

test.each([
  [{}],
  [{ startTime: at(30) }],
  [{ endTime: at(40) }],
  [{ startTime: at(20), endTime: at(50) }],
  [{ startTime: at(24.68), endTime: at(24.68) }],
  [{ startTime: at(200) }],
])(
  'the rows of metrics are those of the view, in the window %j',
  async (filter: { startTime?: Date; endTime?: Date }) => {
    const { startTime = at(-1), endTime = at(1000) } = filter
    const expected = await db.query(sql`
    SELECT ${columns} FROM botlens_turns WHERE timestamp BETWEEN ${startTime} AND ${endTime} ORDER BY timestamp, id`)
    const rows = await db.query(sql`SELECT ${columns} FROM ${turnRowsSql(filter)} ORDER BY timestamp, id`)
    expect(rows).toEqual(expected)
  },
)

test.each([true, false])('the rows that turns are counted in are those of the view (all: %j)', async (isWhole) => {
  const stored = raw(`id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, runner_name, session_id, platform,
    user_id, user_name`)
  const expected = await db.query(sql`SELECT ${stored} FROM botlens_turns ORDER BY timestamp, id`)
  expect(expected.length).toBeGreaterThan(40)
  expect(await db.query(sql`SELECT ${stored} FROM ${storedTurnsSql(isWhole)} ORDER BY timestamp, id`)).toEqual(expected)
})
