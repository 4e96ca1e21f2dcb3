import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLiveChanges } from '../../scripts/liveSql.ts'
import {
  type EventBatch,
  findHistory,
  findHorizon,
  type Position,
  pruneEvents,
  readEvents,
} from '../../src/db/live/events.ts'
import { eventsTable, stateTable } from '../../src/db/live/tables.ts'
import type { Queryable } from '../../src/db/queryable.ts'
import { liveTables } from '../../src/records/live.ts'
import { records } from '../../src/records/registry.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

/** The position after all events. */
const findEnd = async (): Promise<Position> => ({ seq: (await findHorizon(db)).complete, index: 0 })

/** The events that work causes, without their positions. */
const eventsOf = async (work: () => Promise<unknown>) => {
  const end = await findEnd()
  await work()
  const { events } = await readEvents(db, end)
  return events.map(({ tableName, change, ids }) => [tableName, change, ids])
}

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${String(index).padStart(5, '0')}` }))

test('the triggers and tables in the migrations match the records', async () => {
  expect(await findLiveChanges(db, liveTables)).toEqual([])
})

test('the generated SQL creates the same as the migrations', async () => {
  for (const { table } of liveTables) await db.execute(raw(`DROP TRIGGER botlens_live_added ON ${table.name}`))
  await db.execute(raw(`DROP TABLE ${eventsTable}, ${stateTable}`))
  for (const change of await findLiveChanges(db, liveTables)) await db.execute(raw(change))
  expect(await findLiveChanges(db, liveTables)).toEqual([])
})

test('every record has events of its inserts', async () => {
  const events = await eventsOf(async () => {
    await store(db, 'message', [{ id: 'a' }])
    await store(db, 'session', [{ id: 'a' }])
    await store(db, 'llmCall', [{ id: 'a' }])
    await store(db, 'embeddingCall', [{ id: 'a' }])
    await store(db, 'toolCall', [{ id: 'a' }])
    await store(db, 'errorLog', [{ id: 'a' }])
    await store(db, 'feedback', [{ id: 'a', feedbackId: 'a' }])
  })
  expect(events).toHaveLength(records.length)
  expect(new Set(events.map(([table]) => table))).toEqual(new Set(records.map(({ table }) => table.name)))
  expect(new Set(events.map(([, change]) => change))).toEqual(new Set(['added']))
})

test('an update is an event for messages, sessions and feedback, of the rows that it changes', async () => {
  const update = (set: string) => async () => {
    for (const { table } of liveTables) await db.execute(raw(`UPDATE ${table.name} SET ${set}`))
  }
  expect((await eventsOf(update("user_id = 'other'"))).sort()).toEqual([
    ['monitoring_feedback', 'changed', ['a']],
    ['monitoring_messages', 'changed', ['a']],
    ['monitoring_sessions', 'changed', ['a']],
  ])
  expect(await eventsOf(update('user_id = user_id'))).toEqual([])
})

test('neither duplicates nor deletes nor a rollback are events', async () => {
  const events = await eventsOf(async () => {
    await store(db, 'llmCall', [{ id: 'a' }])
    await db.execute(raw("DELETE FROM monitoring_llm_calls WHERE id = 'a'"))
    const undone = db.transaction(async (tx) => {
      await tx.execute(raw("UPDATE monitoring_messages SET user_id = 'undone'"))
      throw new Error('undo')
    })
    await expect(undone).rejects.toThrow('undo')
  })
  expect(events).toEqual([])
})

test('a statement with many rows is divided into events of 1,000 ids', async () => {
  const rows = numbered('m', 2500)
  const events = await eventsOf(() => store(db, 'toolCall', rows))
  expect(events.map(([, , ids]) => ids?.length)).toEqual([1000, 1000, 500])
  expect(events.flatMap(([, , ids]) => ids)).toEqual(rows.map(({ id }) => id))
})

test('a position inside of an event includes the event', async () => {
  const end = await findEnd()
  await store(db, 'llmCall', numbered('inside', 3))
  const { events, end: after } = await readEvents(db, end)
  expect(events).toHaveLength(1)
  expect((await readEvents(db, { seq: events[0]?.seq ?? 0, index: 2 })).events).toEqual(events)
  expect(await readEvents(db, after)).toMatchObject({ events: [], isHeldBack: false, hasGap: false })
})

const readAll = async (from: Position) => {
  const ids: string[] = []
  let position = from
  for (let isFull = true; isFull; ) {
    const batch = await readEvents(db, position)
    ids.push(...batch.events.flatMap((event) => event.ids))
    position = batch.end
    isFull = batch.isFull
  }
  return { ids, position }
}

const insertCall = (tx: Queryable, id: string) =>
  tx.execute(
    sql`INSERT INTO monitoring_llm_calls (id, timestamp, model_name, input_tokens, output_tokens, total_tokens, duration, status)
      VALUES (${id}, now(), 'm', 1, 1, 2, 5, 'success')`,
  )

test.skipIf(!serverUrl)('an event of a transaction that commits later than a newer one is not skipped', async () => {
  const end = await findEnd()
  let during: EventBatch | undefined
  await db.transaction(async (tx) => {
    await insertCall(tx, 'first')
    await store(db, 'llmCall', [{ id: 'second' }])
    during = await readEvents(db, end)
    await insertCall(tx, 'third')
  })
  expect(during).toMatchObject({ events: [], isHeldBack: true })
  expect((await readAll(during?.end ?? end)).ids).toEqual(['first', 'second', 'third'])
})

test.skipIf(!serverUrl)('a transaction without events holds back nothing', async () => {
  const end = await findEnd()
  let during: EventBatch | undefined
  await db.transaction(async (tx) => {
    await tx.query(sql`SELECT pg_current_xact_id()::text`)
    await store(db, 'llmCall', [{ id: 'of another transaction' }])
    during = await readEvents(db, end)
    await insertCall(tx, 'later')
  })
  expect(during).toMatchObject({ events: [{ ids: ['of another transaction'] }], isHeldBack: false })
  expect((await readAll(during?.end ?? end)).ids).toEqual(['later'])
})

test.skipIf(!serverUrl)('a transaction holds one lock, which a rolled back savepoint does not release', async () => {
  const countLocks = async (tx: Queryable) => {
    const [row] = await tx.query<{ count: number }>(
      sql`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`,
    )
    return row?.count
  }
  const end = await findEnd()
  let during: EventBatch | undefined
  await db.transaction(async (tx) => {
    await tx.execute(raw('SAVEPOINT before'))
    await insertCall(tx, 'rolled back')
    await tx.execute(raw('ROLLBACK TO before'))
    for (const id of ['one', 'two', 'three']) await insertCall(tx, id)
    expect(await countLocks(tx)).toBe(1)
    await store(db, 'llmCall', [{ id: 'four' }])
    during = await readEvents(db, end)
  })
  expect(during?.events).toEqual([])
  expect((await readAll(end)).ids).toEqual(['one', 'two', 'three', 'four'])
})

test('locks are found after more events than there are keys', async () => {
  await db.execute(raw(`ALTER TABLE ${eventsTable} ALTER seq RESTART WITH ${2 ** 31 + 5}`))
  const end = await findEnd()
  let during: EventBatch | undefined
  await db.transaction(async (tx) => {
    await insertCall(tx, 'high')
    during = await readEvents(tx, end)
  })
  expect(during).toMatchObject({ events: [], isHeldBack: true })
  expect((await readAll(end)).ids).toEqual(['high'])
})

test('old events are removed, and a reader that has not read them notices', async () => {
  await db.execute(raw(`DELETE FROM ${eventsTable}`))
  const start = await findEnd()
  await store(db, 'llmCall', [{ id: 'old 1' }])
  await store(db, 'llmCall', [{ id: 'old 2' }])
  const { end: afterOld } = await readEvents(db, start)
  await db.execute(raw(`UPDATE ${eventsTable} SET recorded_at = recorded_at - interval '2 hours'`))
  await store(db, 'llmCall', [{ id: 'new' }])
  expect(await pruneEvents(db, 3600)).toBe(2)
  expect(await pruneEvents(db, 3600)).toBe(0)
  expect((await readEvents(db, start)).hasGap).toBe(true)
  expect(await readEvents(db, afterOld)).toMatchObject({ events: [{ ids: ['new'] }], hasGap: false })
})

test('a reader notices that the database was replaced by an older copy', async () => {
  const { seq, index } = await findEnd()
  expect((await readEvents(db, { seq: seq + 1, index })).hasGap).toBe(true)
  expect(await findHistory(db)).toMatch(/^\d+\.[0-9A-F]{8}\.\d+$/)
})

test('many events are read in batches', async () => {
  const end = await findEnd()
  await db.execute(
    raw(`INSERT INTO ${eventsTable} (table_name, change, ids)
      SELECT 'monitoring_errors', 'added', ARRAY[n::text] FROM generate_series(1, 1200) AS n`),
  )
  const { ids } = await readAll(end)
  expect(ids).toEqual(Array.from({ length: 1200 }, (_, index) => String(index + 1)))
})

test('events with many ids are read in smaller batches, without a gap or a repeat', async () => {
  const end = await findEnd()
  await db.execute(
    raw(`INSERT INTO ${eventsTable} (table_name, change, ids)
      SELECT 'monitoring_errors', 'added', array_agg(md5(n || '-' || m) ORDER BY m)
      FROM generate_series(1, 40) AS n, generate_series(1, 1000) AS m GROUP BY n ORDER BY n`),
  )
  const batch = await readEvents(db, end)
  expect(batch.isFull).toBe(true)
  expect(batch.events.length).toBeLessThan(20)
  const { ids } = await readAll(end)
  expect([ids.length, new Set(ids).size]).toEqual([40_000, 40_000])
})

test.skipIf(!serverUrl)('events that wait for an open transaction are not removed', async () => {
  await db.execute(raw(`DELETE FROM ${eventsTable}`))
  const end = await findEnd()
  await db.transaction(async (tx) => {
    await insertCall(tx, 'open')
    await store(db, 'llmCall', [{ id: 'waits' }])
    await db.execute(raw(`UPDATE ${eventsTable} SET recorded_at = recorded_at - interval '2 hours'`))
    expect(await pruneEvents(db, 3600)).toBe(0)
  })
  expect((await readAll(end)).ids).toEqual(['open', 'waits'])
})
