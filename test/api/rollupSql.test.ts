import { randomUUID } from 'node:crypto'
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findMissingChecks, findRollupChanges } from '../../scripts/findChanges.ts'
import { rollupSql } from '../../scripts/rollupSql.ts'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollupTables } from '../../src/db/rollups/rollup.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { errorRollup } from '../../src/records/errors/rollup.ts'
import { messageRollup } from '../../src/records/messages/rollup.ts'
import { records } from '../../src/records/registry.ts'
import { rollups } from '../../src/records/rollups.ts'
import { toolCallRollup } from '../../src/records/toolCalls/rollup.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'
import { storeTraffic } from '../support/traffic.ts'

const tables = records.map(({ table }) => table)

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const describeColumns = (table: string) =>
  db.query(
    raw(`SELECT column_name AS name, data_type AS type, character_maximum_length AS length, collation_name AS collation
      FROM information_schema.columns WHERE table_name = '${table}' ORDER BY ordinal_position`),
  )

const describeIndexes = (tables: readonly string[]) =>
  db.query(sql`SELECT indexdef FROM pg_indexes WHERE tablename = ANY(${tables}) ORDER BY indexname`)

test('the rollups and constraints in the migrations match the records', async () => {
  expect(await findRollupChanges(db, rollups)).toEqual([])
  expect(await findMissingChecks(db, tables)).toEqual([])
})

test('a missing constraint is added', async () => {
  await db.execute(raw('ALTER TABLE monitoring_errors DROP CONSTRAINT monitoring_errors_timestamp_is_in_range'))
  const missing = await findMissingChecks(db, tables)
  expect(missing).toHaveLength(1)
  await db.execute(raw(missing.join('')))
  expect(await findMissingChecks(db, tables)).toEqual([])
})

test('a rollup with an additional column is rebuilt from the stored rows', async () => {
  await store(db, 'toolCall', [
    { id: 'fast', durationMs: 5 },
    { id: 'slow', durationMs: 500, botId: null },
    { id: 'other day', durationMs: 500, timestamp: new Date('2026-07-01T00:00:00Z') },
  ])
  const more = { ...toolCallRollup, measures: { ...toolCallRollup.measures, slow: sql`(duration > 100)::int` } }
  const [changes = '', ...others] = await findRollupChanges(db, [more, errorRollup])
  expect(others).toEqual([])
  await db.execute(raw(changes))
  expect(await findRollupChanges(db, [more])).toEqual([])
  const totals = sql`
    SELECT period, row_count, slow FROM botlens_tool_calls_rollups WHERE grain = 'hour_total' ORDER BY period`
  expect(await db.query(totals)).toEqual([
    { period: new Date('2026-06-05T12:00:00Z'), row_count: 2, slow: 1 },
    { period: new Date('2026-07-01T00:00:00Z'), row_count: 1, slow: 1 },
  ])
  expect((await verifyRollups(db, [more])).differences).toEqual([])
  const back = await findRollupChanges(db, [toolCallRollup])
  await db.execute(raw(back.join('')))
  expect((await verifyRollups(db, rollups)).differences).toEqual([])
})

const insertMessage = `INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name,
  message_content, session_id, status, level) VALUES ('shadowed', now(), 'b', 'b', 'p', 'p', 'x', 's', 'success', 'info')`

test.each(['of the migrations', 'written for it'])(
  'a temporary table of a writer does not replace the deltas: function %s',
  async (origin) => {
    const role = `botlens_writer_${randomUUID().replaceAll('-', '')}`
    const attack = db.transaction(async (tx) => {
      if (origin === 'written for it')
        for (const change of await findRollupChanges(tx, [{ ...messageRollup, measures: { more: sql`1` } }]))
          await tx.execute(raw(change))
      await tx.execute(raw(`CREATE ROLE ${role}`))
      await tx.execute(raw(`GRANT INSERT ON monitoring_messages TO ${role}`))
      const count = raw('SELECT coalesce(sum(row_count), 0)::int AS total FROM public.botlens_messages_deltas')
      const [before] = await tx.query<{ total: number }>(count)
      await tx.execute(raw('CREATE TEMPORARY TABLE shape ON COMMIT DROP AS SELECT * FROM botlens_messages_deltas'))
      await tx.execute(raw(`GRANT SELECT ON shape TO ${role}`))
      await tx.execute(raw(`SET LOCAL ROLE ${role}`))
      await tx.execute(raw('CREATE TEMPORARY TABLE botlens_messages_deltas (LIKE shape) ON COMMIT DROP'))
      await tx.execute(raw(insertMessage))
      await tx.execute(raw('RESET ROLE'))
      expect(await tx.query(count)).toEqual([{ total: (before?.total ?? 0) + 1 }])
      throw new Error('undo')
    })
    await expect(attack).rejects.toThrow('undo')
  },
)

test.each(rollups.map((rollup) => [rollup.table.name, rollup] as const))(
  'the generated SQL of a rollup creates the same as the migrations: %s',
  async (name, rollup) => {
    const tables = Object.values(rollupTables(rollup))
    const indexes = await describeIndexes(tables)
    const before = await Promise.all(tables.map(describeColumns))
    for (const kind of ['added', 'changed', 'removed', 'truncated'])
      await db.execute(raw(`DROP TRIGGER botlens_rows_${kind} ON ${name}`))
    for (const table of tables) await db.execute(raw(`DROP TABLE ${table}`))
    await db.execute(raw(rollupSql(rollup)))
    expect(await describeIndexes(tables)).toEqual(indexes)
    const sums = ({ type }: { type: string }) => type !== 'numeric' && type !== 'bigint'
    const after = await Promise.all(tables.map(describeColumns))
    expect(after.map((columns) => (columns as { type: string }[]).filter(sums))).toEqual(
      before.map((columns) => (columns as { type: string }[]).filter(sums)),
    )
  },
)

test('statistics remain correct', async () => {
  await storeTraffic(db, 40)
  await db.execute(raw('DELETE FROM monitoring_llm_calls WHERE id < $$row-5$$'))
  await db.execute(raw("UPDATE monitoring_messages SET status = 'error'"))
  expect((await verifyRollups(db, rollups)).differences).toEqual([])
  expect(await foldDeltas(db, rollups)).toBeGreaterThan(0)
  expect((await verifyRollups(db, rollups)).differences).toEqual([])
})
