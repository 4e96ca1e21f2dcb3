import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../src/server/auth/tokens.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { openTestDatabase } from '../support/database.ts'
import { interceptOperations } from '../support/intercept.ts'

const access = { mode: 'required', corsOrigins: [] } as const
const query = '{ overview { totalErrors } }'
const start = new Date('2026-06-05T12:00:00.000Z')
let time = start
let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ access, now: () => time })
})
afterAll(() => app.close())

const make = async ({ db }: Pick<TestApp, 'db'>, name: string): Promise<string> =>
  (await createToken(db.prisma, { name, scopes: ['read'], expiresAt: null }, start)) ?? ''

describe('the last use of a token', () => {
  test('fails no request if the database is read-only, and is logged once an hour', async () => {
    const token = await make(app, 'read-only')
    await app.db.execute(
      raw(`CREATE FUNCTION reject() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'cannot execute UPDATE in a read-only transaction' USING ERRCODE = '25006'; END $$`),
    )
    await app.db.execute(
      raw('CREATE TRIGGER reject BEFORE UPDATE ON botlens_tokens FOR EACH ROW EXECUTE FUNCTION reject()'),
    )
    const logged = () => app.log.filter((line) => line.includes('could not store the last use of an API token'))
    for (let minute = 0; minute < 5; minute += 1) {
      time = new Date(start.getTime() + minute * 60_000)
      const answer = await ask(app, query, { token })
      expect([answer.status, answer.errors]).toEqual([200, []])
    }
    await expect.poll(() => logged().length).toBe(1)
    await app.db.execute(raw('DROP TRIGGER reject ON botlens_tokens'))
    time = start
  })

  test('does not delay the response', async () => {
    const db = await openTestDatabase()
    const hanging: string[] = []
    const stalled = await startTestApp({
      access,
      db: interceptOperations(db, async (operation) => {
        if (operation !== 'ApiToken.updateMany') return
        hanging.push(operation)
        await new Promise(() => undefined)
      }),
    })
    const token = await make({ db }, 'stalled')
    expect((await ask(stalled, query, { token })).errors).toEqual([])
    expect((await ask(stalled, query, { token })).errors).toEqual([])
    expect(hanging).toHaveLength(1)
    await stalled.close()
    await db.close()
  })
})

describe('guessed tokens', () => {
  test('are looked up as often as the limit of their address allows, and do not block known callers', async () => {
    const limited = await startTestApp({ access, limits: { ...testLimits, ratePerMinute: 60, maxInFlight: 1000 } })
    const known = await make(limited, 'known')
    const unknown = await make(limited, 'unknown')
    expect((await ask(limited, query, { token: known })).status).toBe(200)
    const guess = (index: number) => `blt_${String(index).padStart(16, '0')}_${'A'.repeat(43)}`
    const { result: answers, statements } = await limited.db.record(() =>
      Promise.all(Array.from({ length: 200 }, (_, index) => ask(limited, query, { token: guess(index) }))),
    )
    const lookups = statements.filter((text) => /FROM .*botlens_tokens/.test(text)).length
    expect(lookups).toBeGreaterThanOrEqual(9)
    expect(lookups).toBeLessThanOrEqual(60)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(lookups)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
    expect(answers.filter(({ status }) => status === 429).every((answer) => answer.headers.has('retry-after'))).toBe(
      true,
    )

    expect((await ask(limited, query, { token: known })).status).toBe(200)
    const late = await Promise.all(
      Array.from({ length: 15 }, (_, index) => ask(limited, query, { token: guess(1000 + index) })),
    )
    expect(late.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    expect(codesOf(await ask(limited, query, { token: unknown }))).toEqual(['RATE_LIMITED'])
    await limited.close()
  })

  test('an unknown credential of a caller over the limit is looked up once', async () => {
    const limited = await startTestApp({ access, limits: { ...testLimits, ratePerMinute: 60 } })
    const token = await make(limited, 'anna')
    for (let index = 0; index < 10; index += 1) expect((await ask(limited, query, { token })).status).toBe(200)
    const spelledOtherwise = { headers: { authorization: `bearer  ${token}` } }
    const { result: answers, statements } = await limited.db.record(async () => [
      await ask(limited, query, spelledOtherwise),
      await ask(limited, query, spelledOtherwise),
      await ask(limited, query, spelledOtherwise),
    ])
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 429])
    expect(statements.filter((text) => /FROM .*botlens_tokens/.test(text))).toHaveLength(1)
    await limited.close()
  })

  test('are not counted while the database is unavailable', async () => {
    const db = await openTestDatabase()
    let away = true
    const limited = await startTestApp({
      access,
      limits: { ...testLimits, ratePerMinute: 60 },
      db: interceptOperations(db, async () => {
        if (away) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
      }),
    })
    const token = await make({ db }, 'patient')
    for (let index = 0; index < 30; index += 1) expect((await ask(limited, query, { token })).status).toBe(503)
    away = false
    expect((await ask(limited, query, { token })).status).toBe(200)
    await limited.close()
    await db.close()
  })

  test('many callers with one address each have their own limit', async () => {
    const limited = await startTestApp({ access, limits: { ...testLimits, ratePerMinute: 60 } })
    const tokens = await Promise.all(Array.from({ length: 30 }, (_, index) => make(limited, `caller-${index}`)))
    for (const token of tokens)
      for (let index = 0; index < 2; index += 1) expect((await ask(limited, query, { token })).status).toBe(200)
    await limited.close()
  })
})
