import { readFile } from 'node:fs/promises'
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rebuildRollups } from '../../src/db/rollups/rebuild.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { rollups } from '../../src/records/rollups.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
beforeEach(() => db.execute(raw('TRUNCATE monitoring_llm_calls, monitoring_embedding_calls, monitoring_tool_calls')))
afterAll(() => db.close())

/** The values and their numbers in the sketches of a grain, in total. */
const readSketch = (grain: string) =>
  db.query<{ period: Date; middle: number; n: number }>(sql`
    SELECT period, middle, sum(n) AS n FROM (
      SELECT period, botlens_bin_middle(unnest(bins)) AS middle, unnest(counts) AS n
      FROM botlens_llm_calls_sketches WHERE grain = ${grain}
    ) AS bins GROUP BY period, middle ORDER BY period, middle`)

const differences = async () => (await verifyRollups(db, rollups)).differences
const day = new Date('2026-06-05T00:00:00Z')
const month = new Date('2026-06-01T00:00:00Z')

test('the middle of a bin differs from each of its values by at most one percent', async () => {
  const [result] = await db.query(sql`
    WITH given AS (
      SELECT value FROM generate_series(-30000, 30000) AS value
      UNION ALL SELECT (2 ^ power)::bigint + off FROM generate_series(15, 31) AS power, generate_series(-40, 40) AS off
      UNION ALL SELECT -(2 ^ power)::bigint + off FROM generate_series(15, 31) AS power, generate_series(-40, 40) AS off
    ),
    valid AS (SELECT value::integer FROM given WHERE value BETWEEN -2147483648 AND 2147483647),
    found AS (SELECT value, botlens_bin(value) AS bin, botlens_bin_middle(botlens_bin(value)) AS middle FROM valid)
    SELECT count(*) FILTER (WHERE abs(middle - value) > 0.01 * abs(value::float8)) AS wrong,
      count(*) FILTER (WHERE value BETWEEN -49 AND 49 AND middle <> value) AS inexact,
      count(*) FILTER (WHERE bin < previous OR middle < previous_middle) AS decreasing,
      count(*) > 60000 AS many
    FROM (
      SELECT *, lag(bin) OVER ascending AS previous, lag(middle) OVER ascending AS previous_middle
      FROM found WINDOW ascending AS (ORDER BY value)
    ) AS compared`)
  expect(result).toEqual({ wrong: 0, inexact: 0, decreasing: 0, many: true })
})

test('sketches contain each row once, with and without dimensions, and lose those that are removed', async () => {
  await store(db, 'llmCall', [
    { id: 'a', durationMs: 40, modelName: 'one' },
    { id: 'b', durationMs: 40, modelName: 'two', timestamp: new Date('2026-06-05T23:00:00Z') },
    { id: 'c', durationMs: 1000, modelName: 'two', timestamp: new Date('2026-06-30T00:00:00Z') },
  ])
  expect(await differences()).toEqual([])
  await foldDeltas(db, rollups)
  expect(await differences()).toEqual([])
  const inDay = { period: day, middle: 40, n: 2 }
  const inMonth = { period: month, middle: 40, n: 2 }
  expect(await readSketch('day')).toEqual([inDay, { period: new Date('2026-06-30T00:00:00Z'), middle: 996.5, n: 1 }])
  expect(await readSketch('day_total')).toEqual(await readSketch('day'))
  expect(await readSketch('block_total')).toEqual([
    { period: new Date('2026-06-05T12:00:00Z'), middle: 40, n: 1 },
    { period: new Date('2026-06-05T20:00:00Z'), middle: 40, n: 1 },
    { period: new Date('2026-06-30T00:00:00Z'), middle: 996.5, n: 1 },
  ])
  expect(await readSketch('month')).toEqual([inMonth, { period: month, middle: 996.5, n: 1 }])
  expect(await readSketch('month_total')).toEqual(await readSketch('month'))
  await db.execute(raw("DELETE FROM monitoring_llm_calls WHERE id <> 'b'"))
  expect(await differences()).toEqual([])
  await foldDeltas(db, rollups)
  expect(await readSketch('month_total')).toEqual([{ ...inMonth, n: 1 }])
  await db.execute(raw('DELETE FROM monitoring_llm_calls'))
  await foldDeltas(db, rollups)
  expect(await db.query(raw('SELECT * FROM botlens_llm_calls_sketches'))).toEqual([])
})

test('a change of durations with the same sum changes sketches, and a change without effect does not', async () => {
  await store(db, 'llmCall', [
    { id: 'a', durationMs: 100 },
    { id: 'b', durationMs: 300 },
  ])
  await foldDeltas(db, rollups)
  await db.execute(raw('UPDATE monitoring_llm_calls SET duration = 400 - duration'))
  expect(await foldDeltas(db, rollups)).toBe(0)
  await db.execute(raw('UPDATE monitoring_llm_calls SET duration = 200'))
  expect(await differences()).toEqual([])
  expect(await foldDeltas(db, rollups)).toBe(1)
  expect(await differences()).toEqual([])
  expect(await readSketch('hour_total')).toEqual([{ period: new Date('2026-06-05T12:00:00Z'), middle: 200.5, n: 2 }])
})

test('durations of either sign and any size are kept', async () => {
  const durations = [-(2 ** 31), -1, 0, 1, 2 ** 31 - 1]
  const rows = durations.map((durationMs) => ({ id: String(durationMs), durationMs }))
  for (const kind of ['llmCall', 'embeddingCall', 'toolCall'] as const) await store(db, kind, rows)
  await foldDeltas(db, rollups)
  expect(await differences()).toEqual([])
  const values = (await readSketch('month_total')).map(({ middle }) => middle)
  expect(values).toHaveLength(5)
  for (const [index, value] of durations.entries())
    expect(Math.abs((values[index] ?? 0) - value)).toBeLessThanOrEqual(0.01 * Math.abs(value))
})

test('a damaged sketch is found, reported and rebuilt', async () => {
  await store(db, 'toolCall', [{ id: 'a', durationMs: 3, botId: 'bot-1', toolName: 'weather', toolSource: 'native' }])
  await foldDeltas(db, rollups)
  await db.execute(raw("UPDATE botlens_tool_calls_sketches SET counts = '{3}' WHERE grain = 'day'"))
  await db.execute(raw("DELETE FROM botlens_tool_calls_sketches WHERE grain = 'month_total'"))
  const nothing = { bot_id: null, pipeline_id: null, tool_name: null, tool_source: null, status: null }
  const found = await differences()
  expect(found).toMatchObject([
    { table: 'monitoring_tool_calls', grain: 'month_total', period: month, excess: { 'duration bin 1004': -1 } },
    { table: 'monitoring_tool_calls', grain: 'day', period: day, excess: { 'duration bin 1004': 2 } },
  ])
  expect(found[0]?.dimensions).toEqual(nothing)
  expect(found[1]?.dimensions).toMatchObject({ bot_id: 'bot-1', tool_name: 'weather' })
  await rebuildRollups(db, rollups)
  expect(await differences()).toEqual([])
})

test('the migration of blocks sums up those by hour', async () => {
  const from = Date.parse('2026-06-05T01:00:00Z')
  await store(
    db,
    'llmCall',
    Array.from({ length: 40 }, (_, index) => ({
      id: String(index),
      durationMs: (index % 7) * 100,
      timestamp: new Date(from + index * 3_600_000),
    })),
  )
  await foldDeltas(db, rollups)
  const blocks = await readSketch('block_total')
  expect(blocks.length).toBeGreaterThan(10)
  await db.execute(raw("DELETE FROM botlens_llm_calls_sketches WHERE grain = 'block_total'"))
  const script = await readFile('prisma/migrations/20261130143000_sketches_by_block/migration.sql', 'utf8')
  await db.transaction((tx) => tx.execute(raw(script)))
  expect(await readSketch('block_total')).toEqual(blocks)
  expect(await differences()).toEqual([])
})

test('deltas with many bins are folded in several batches', async () => {
  await db.execute(
    raw(`
    INSERT INTO botlens_llm_calls_deltas (hour, row_count, zero_token_successes, input_tokens, output_tokens, total_tokens,
      duration, cost, without_cost, bins, counts)
    SELECT timestamptz '2026-06-05 00:00Z' + n * interval '1 hour', 0, 0, 0, 0, 0, 0, 0, 0,
      array_fill(1007::smallint, ARRAY[size]), array_fill(1, ARRAY[size])
    FROM unnest(ARRAY[60000, 30000, 30000, 10]) WITH ORDINALITY AS given (size, n)`),
  )
  const { result, statements } = await db.record(() => foldDeltas(db, rollups))
  expect(result).toBe(4)
  expect(statements.filter((text) => text.includes('DELETE FROM "botlens_llm_calls_deltas"'))).toHaveLength(3)
  expect(await readSketch('month_total')).toEqual([{ period: month, middle: 6, n: 120_010 }])
})
