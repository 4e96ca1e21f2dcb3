import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rollupSql } from '../../scripts/rollupSql.ts'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollupTables } from '../../src/db/rollups/rollup.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { rollups } from '../../src/records/rollups.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { storeTraffic } from '../support/traffic.ts'

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

test.each(rollups.map((rollup) => [rollup.table.name, rollup] as const))(
  'the SQL that is written for a rollup makes what the migrations made: %s',
  async (name, rollup) => {
    const tables = Object.values(rollupTables(rollup))
    const before = await Promise.all(tables.map(describeColumns))
    for (const kind of ['added', 'changed', 'removed', 'truncated'])
      await db.execute(raw(`DROP TRIGGER botlens_rows_${kind} ON ${name}`))
    for (const table of tables) await db.execute(raw(`DROP TABLE ${table}`))
    await db.execute(raw(rollupSql(rollup)))
    const sums = ({ type }: { type: string }) => type !== 'numeric' && type !== 'bigint'
    const after = await Promise.all(tables.map(describeColumns))
    expect(after.map((columns) => (columns as { type: string }[]).filter(sums))).toEqual(
      before.map((columns) => (columns as { type: string }[]).filter(sums)),
    )
  },
)

test('and keeps figures as right', async () => {
  await storeTraffic(db, 40)
  await db.execute(raw('DELETE FROM monitoring_llm_calls WHERE id < $$row-5$$'))
  await db.execute(raw("UPDATE monitoring_messages SET status = 'error'"))
  expect((await verifyRollups(db, rollups)).differences).toEqual([])
  expect(await foldDeltas(db, rollups)).toBeGreaterThan(0)
  expect((await verifyRollups(db, rollups)).differences).toEqual([])
})
