import sql, { raw } from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { defaultLive } from '../../src/config/live.ts'
import { locks } from '../../src/db/locks.ts'
import type { Queryable } from '../../src/db/queryable.ts'
import { startMaintenance } from '../../src/jobs/maintenance.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { startTestApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const key = 4711

test('a lock is held by one caller at a time, and is released afterwards', async () => {
  const inner = await app.db.tryLock(key, async () => [await app.db.tryLock(key, async () => 'inner')])
  expect(inner).toEqual([undefined])
  expect(await app.db.tryLock(key, async () => 'after')).toBe('after')
})

test('a lock is released after its work has failed', async () => {
  const failed = app.db.tryLock(key, async () => {
    throw new Error('the work failed')
  })
  await expect(failed).rejects.toThrow('the work failed')
  expect(await app.db.tryLock(key, async () => 'after')).toBe('after')
})

describe('an unlock that fails', () => {
  beforeAll(async () => {
    await app.db.execute(raw('CREATE SCHEMA broken'))
    await app.db.execute(
      raw(`CREATE FUNCTION broken.pg_advisory_unlock(bigint) RETURNS boolean LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'the unlock failed'; END $$`),
    )
  })
  const breakUnlock = (db: Queryable) => db.execute(raw('SET search_path = broken, public, pg_catalog'))
  afterEach(() => app.db.execute(raw('RESET search_path')))

  test('does not hide the error of the work', async () => {
    const failed = app.db.tryLock(key, async (db) => {
      await breakUnlock(db)
      throw new Error('the work failed')
    })
    await expect(failed).rejects.toThrow('the work failed')
  })

  test('does not hide the result of the work, and the lock is released with its connection', async () => {
    const done = await app.db.tryLock(key, async (db) => {
      await breakUnlock(db)
      return 'done'
    })
    expect(done).toBe('done')
    await app.db.execute(raw('RESET search_path'))
    await vi.waitFor(async () => expect(await app.db.tryLock(key, async () => 'after')).toBe('after'), 60_000)
  })
})

describe('maintenance', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('does not start a task while its previous run is in progress', async () => {
    await app.db.execute(sql`INSERT INTO monitoring_sessions (session_id, bot_id, bot_name, pipeline_id, pipeline_name,
      message_count, start_time, last_activity, is_active)
      VALUES ('s', 'b', 'b', 'p', 'p', 0, '2026-01-01', '2026-01-01', TRUE)`)
    let started = 0
    let running = 0
    let most = 0
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const counting = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      started += 1
      running += 1
      most = Math.max(most, running)
      await held
      try {
        return await work()
      } finally {
        running -= 1
      }
    }
    const db = {
      ...app.db,
      transaction: <Result>(work: (tx: Queryable) => Promise<Result>) => counting(() => app.db.transaction(work)),
      query: <Row>(statement: Parameters<Queryable['query']>[0]) => counting(() => app.db.query<Row>(statement)),
      execute: (statement: Parameters<Queryable['execute']>[0]) => counting(() => app.db.execute(statement)),
    }
    const stop = startMaintenance({
      db,
      logger: makeLogger('silent'),
      config: { retentionDays: undefined, recording: { sessionIdleMinutes: 30, keepMedia: false }, live: defaultLive },
      now: () => new Date('2026-06-05T12:00:00Z'),
      elapsed: () => 0,
    })
    const atFirst = started
    vi.advanceTimersByTime(10 * 60_000)
    expect([started, most]).toEqual([atFirst, atFirst])
    release()
    await stop()
    expect(running).toBe(0)
    expect(await app.db.query(sql`SELECT is_active FROM monitoring_sessions`)).toEqual([{ is_active: false }])
  })

  test('tries a task again while the database is unavailable, and logs the first failure', async () => {
    let attempts = 0
    const tryLock: typeof app.db.tryLock = async (lock, work) => {
      if (lock !== locks.retention) return app.db.tryLock(lock, work)
      attempts += 1
      if (attempts <= 2) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      return app.db.tryLock(lock, work)
    }
    const log: string[] = []
    const stop = startMaintenance({
      db: { ...app.db, tryLock },
      logger: makeLogger('info', { write: (line) => log.push(line) }),
      config: { retentionDays: 30, recording: { sessionIdleMinutes: 30, keepMedia: false }, live: defaultLive },
      now: () => new Date('2026-06-05T12:00:00Z'),
      elapsed: () => 0,
    })
    await expect.poll(() => log.some((line) => line.includes('removed old data')), { timeout: 40_000 }).toBe(true)
    await stop()
    expect(attempts).toBe(3)
    expect(log.filter((line) => line.includes('maintenance failed'))).toHaveLength(1)
  })
})
