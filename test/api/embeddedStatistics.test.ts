import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLive } from '../../src/config/live.ts'
import { analyzeGrown } from '../../src/db/embedded/analyze.ts'
import { startMaintenance } from '../../src/jobs/maintenance.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'
import { serverUrl } from '../support/realServer.ts'

describe.skipIf(serverUrl)('statistics of the planner in the embedded database', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp()
  })
  afterAll(() => app.close())

  const storeMessages = (from: number, count: number) =>
    store(
      app.db,
      'message',
      Array.from({ length: count }, (_, index) => ({ id: `m${from + index}` })),
    )
  const countRows = async () =>
    app.db.query(sql`SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'monitoring_messages'`)

  test('are collected by maintenance', async () => {
    await storeMessages(0, 1000)
    const now = () => new Date('2026-06-05T12:00:00.000Z')
    const config = {
      retentionDays: undefined,
      recording: { sessionIdleMinutes: 30, keepMedia: false },
      live: defaultLive,
    }
    const stop = startMaintenance({ db: app.db, logger: makeLogger('silent'), config, now, elapsed: () => 0 })
    await expect.poll(countRows).toEqual([{ rows: 1000 }])
    await stop()
  })

  test('are collected again when a table has grown by a tenth, not before', async () => {
    await analyzeGrown(app.db)
    expect(await analyzeGrown(app.db)).toEqual([])
    await storeMessages(1000, 10)
    expect(await analyzeGrown(app.db)).not.toContain('monitoring_messages')
    await storeMessages(2000, 500)
    expect(await analyzeGrown(app.db)).toContain('monitoring_messages')
    expect(await countRows()).toEqual([{ rows: 1510 }])
  })
})
