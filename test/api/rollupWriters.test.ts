import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rebuildRollups } from '../../src/db/rollups/rebuild.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { rollups } from '../../src/records/rollups.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { serverUrl } from '../support/realServer.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const writers = 8
const rounds = 12

/**
 * Uses a separate connection if the engine supports several. Writes calls of the same hour, bot and model in its own
 * order, and changes and removes some of them.
 */
const write = async (writer: number): Promise<void> => {
  const own = serverUrl ? openDatabase({ connection: db.connection, poolSize: 1 }) : db
  const insert = (round: number) => sql`
    INSERT INTO monitoring_llm_calls
      (id, timestamp, model_name, input_tokens, output_tokens, total_tokens, duration, cost, status, bot_id)
    SELECT ${`${writer}-${round}`} || '-' || n, timestamptz '2026-06-05T12:00Z' + n * interval '10 minutes',
      (ARRAY['gpt-4o', 'qwen'])[1 + (n + ${writer}::int) % 2], 10, 5, 15, 100, 0.25, 'pending', 'bot-1'
    FROM generate_series(1, 20) AS n`
  for (let round = 0; round < rounds; round += 1)
    await own.transaction(async (tx) => {
      await tx.execute(insert(round))
      await tx.execute(sql`
        UPDATE monitoring_llm_calls SET status = 'success' WHERE id LIKE ${`${writer}-${round}-%`} AND status = 'pending'`)
      await tx.execute(sql`DELETE FROM monitoring_llm_calls WHERE id = ${`${writer}-${round}-7`}`)
    })
  if (own !== db) await own.close()
}

test('eight writers of the same hour, with a concurrent fold and rebuild, lose and duplicate nothing', async () => {
  let isWriting = true
  const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).finally(() => {
    isWriting = false
  })
  const verified: number[] = []
  while (isWriting) {
    await foldDeltas(db, rollups)
    await rebuildRollups(db, rollups)
    verified.push((await verifyRollups(db, rollups)).differences.length)
  }
  await writing
  await foldDeltas(db, rollups)
  expect(new Set(verified)).toEqual(new Set([0]))
  expect((await verifyRollups(db, rollups)).differences).toEqual([])
  const [sums] = await db.query(
    raw("SELECT sum(row_count) AS calls, sum(cost) AS cost FROM botlens_llm_calls_rollups WHERE grain = 'month'"),
  )
  expect(sums).toEqual({ calls: writers * rounds * 19, cost: writers * rounds * 19 * 0.25 })
})

test.runIf(serverUrl)('a writer does not wait for an uncommitted writer of the same hour', async () => {
  const other = openDatabase({ connection: db.connection, poolSize: 1, statementTimeoutMs: 60_000 })
  const insert = (id: string) => sql`
    INSERT INTO monitoring_errors (id, timestamp, error_type, error_message, bot_id)
    VALUES (${id}, '2026-06-05T12:00Z', 'TimeoutError', '', 'bot-1')`
  await db.transaction(async (tx) => {
    await tx.execute(insert('first'))
    expect(await other.execute(insert('second'))).toBe(1)
    expect(await foldDeltas(other, rollups)).toBe(1)
  })
  expect(await foldDeltas(other, rollups)).toBe(1)
  await other.close()
})
