import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConfiguredDatabase, openConfigured } from '../../src/db/open.ts'
import { Cancellation } from '../../src/shared/cancellation.ts'
import { runInScope } from '../../src/shared/requestScope.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type OpenTestDatabase, openTestDatabase } from '../support/database.ts'
import { type PgBouncer, pgbouncerFile, startPgBouncer } from '../support/pgbouncer.ts'
import { serverUrl } from '../support/realServer.ts'
import { message, RecordMessages } from '../support/record.ts'

const readSetting = async (db: ConfiguredDatabase, name: string): Promise<string | undefined> => {
  const [row] = await db.query<{ value: string }>(raw(`SELECT current_setting('${name}') AS value`))
  return row?.value
}

describe.skipIf(!serverUrl || !pgbouncerFile)('through PgBouncer with its default session pooling', () => {
  let pooler: PgBouncer
  let direct: OpenTestDatabase
  let db: ConfiguredDatabase
  let app: TestApp
  beforeAll(async () => {
    pooler = await startPgBouncer(pgbouncerFile ?? '', serverUrl ?? '')
    direct = await openTestDatabase()
    const [row] = await direct.query<{ name: string }>(raw('SELECT current_database() AS name'))
    const name = row?.name ?? ''
    await direct.execute(raw(`ALTER DATABASE ${name} SET TimeZone = 'Asia/Shanghai'`))
    await direct.execute(raw('DROP SCHEMA public CASCADE'))
    await direct.execute(raw('CREATE SCHEMA public'))
    const config = { databaseUrl: pooler.urlOf(name), dataFolder: '', poolSize: 4 }
    db = await openConfigured(config, () => undefined, { statementTimeoutMs: 600_000 })
    app = await startTestApp({ db })
  })
  afterAll(async () => {
    await app?.close()
    await db?.close()
    await direct?.close()
    await pooler?.stop()
  })

  test('the schema is created, the health check passes, and each connection has its settings', async () => {
    expect(await db.check()).toBeUndefined()
    expect(await readSetting(db, 'TimeZone')).toBe('UTC')
    expect(await readSetting(db, 'plan_cache_mode')).toBe('force_custom_plan')
    expect(await readSetting(db, 'jit')).toBe('off')
    expect(await readSetting(db, 'statement_timeout')).toBe('10min')
  })

  test('records are stored and read, also with prepared statements', async () => {
    const timestamp = '2026-06-05T12:00:00.123Z'
    await app.execute(RecordMessages, { input: [message({ id: 'm', timestamp })] })
    for (let count = 0; count < 8; count += 1)
      expect(await app.send('{ messages { nodes { id timestamp } totalCount } }')).toMatchObject({
        data: { messages: { nodes: [{ id: 'm', timestamp }], totalCount: 1 } },
      })
    expect(await db.tryLock(1, async () => 'locked')).toBe('locked')
    expect(await db.prisma.message.findMany({ select: { timestamp: true } })).toEqual([
      { timestamp: new Date(timestamp) },
    ])
  })

  test('a statement whose request has ended is cancelled on the server, and others continue', async () => {
    const countSleeping = async () => {
      const [row] = await direct.query<{ count: number }>(
        raw("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(600)'"),
      )
      return row?.count
    }
    const request = new Cancellation()
    const sleeping = runInScope({ signal: request, onStatement: () => undefined }, () =>
      db.query(raw('SELECT pg_sleep(600)')),
    )
    sleeping.catch(() => undefined)
    await expect.poll(countSleeping).toBe(1)
    request.abort()
    await expect(sleeping).rejects.toThrow('the request has ended')
    await expect.poll(countSleeping).toBe(0)
    expect(await db.query(raw('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  })
})
