import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLatest, readEvents } from '../../src/db/live/events.ts'
import { eventsTable } from '../../src/db/live/tables.ts'
import type { Queryable } from '../../src/db/queryable.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { store } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'

let db: OpenTestDatabase
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

const insertCall = (tx: Queryable, id: string) =>
  tx.execute(
    sql`INSERT INTO monitoring_llm_calls (id, timestamp, model_name, input_tokens, output_tokens, total_tokens, duration, status)
      VALUES (${id}, now(), 'm', 1, 1, 2, 5, 'success')`,
  )

test('a position is that of a stored event, since a crash may assign later numbers again', async () => {
  await store(db, 'llmCall', [{ id: 'stored' }])
  const latest = await findLatest(db)
  const undone = db.transaction(async (tx) => {
    await insertCall(tx, 'undone')
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await findLatest(db)).toEqual(latest)
  expect(await readEvents(db, latest)).toMatchObject({ events: [], end: latest })
  await db.execute(raw(`SELECT setval('botlens_live_events_seq_seq', ${latest.seq})`))
  await store(db, 'llmCall', [{ id: 'after the crash' }])
  expect(await readEvents(db, latest)).toMatchObject({ events: [{ ids: ['after the crash'] }], hasGap: false })
})

test.skipIf(!serverUrl)('the age of events that are held back is known', async () => {
  const latest = await findLatest(db)
  await db.transaction(async (tx) => {
    await insertCall(tx, 'holds back')
    expect(await readEvents(db, latest)).toMatchObject({ events: [], isHeldBack: true, age: 0 })
    await store(db, 'llmCall', [{ id: 'held back' }])
    await db.execute(
      raw(`UPDATE ${eventsTable} SET recorded_at = recorded_at - interval '1 hour' WHERE seq > ${latest.seq}`),
    )
    const { events, age } = await readEvents(db, latest)
    expect(events).toEqual([])
    expect(age).toBeGreaterThanOrEqual(3600)
  })
})
