import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defaultLive } from '../../src/config/live.ts'
import { pruneOldData, sweepSessions, watchClock } from '../../src/jobs/maintenance.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { message, RecordMessages } from '../support/record.ts'

const day = 86_400_000
const start = new Date('2026-06-05T12:00:00.000Z')
let clock = start
const after = (days: number) => new Date(start.getTime() + days * day)
const now = () => clock

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({
    now,
    access: { mode: 'required', jwtSecret: 'x'.repeat(32), corsOrigins: [] },
    limits: { ...testLimits, ratePerMinute: 18 },
  })
})
beforeEach(() => {
  clock = start
})
afterAll(() => app.close())

test('rates are measured with a monotonic clock', async () => {
  const token = await createToken(app.db.prisma, { name: 'rates', scopes: ['read'], expiresAt: null }, start)
  const statuses = []
  for (const days of [0, 400, -400, 400]) {
    clock = after(days)
    statuses.push((await ask(app, '{ __typename }', { token })).status)
  }
  expect(statuses).toEqual([200, 200, 200, 429])
})

test('a token expires by the current clock, and is valid again if the clock is set back', async () => {
  const token = await createToken(app.db.prisma, { name: 'short', scopes: ['read'], expiresAt: after(1) }, start)
  const status = async () => (await ask(app, '{ __typename }', { token })).status
  expect(await status()).toBe(200)
  clock = after(400)
  expect(await status()).toBe(401)
  clock = after(-400)
  expect(await status()).toBe(200)
})

test('sessions ended by a clock jump become active with their next message', async () => {
  const open = await startTestApp({ now })
  const config = {
    retentionDays: undefined,
    recording: { sessionIdleMinutes: 30, keepMedia: false },
    live: defaultLive,
  }
  const sweep = () => sweepSessions({ db: open.db, logger: makeLogger('silent'), config, now })
  const isActive = async () => (await open.send('{ session(id: "s") { isActive } }')).data
  await open.execute(RecordMessages, { input: [message({ sessionId: 's' })] })
  clock = after(-400)
  await sweep()
  expect(await isActive()).toEqual({ session: { isActive: true } })
  clock = after(400)
  await sweep()
  expect(await isActive()).toEqual({ session: { isActive: false } })
  clock = new Date(start.getTime() + 1000)
  await open.execute(RecordMessages, { input: [message({ sessionId: 's' })] })
  expect(await isActive()).toEqual({ session: { isActive: true } })
  await open.close()
})

test('a jump ahead does not remove data immediately, and a jump back never does', async () => {
  const open = await startTestApp({ now })
  await open.execute(RecordMessages, { input: [message()] })
  const lines: string[] = []
  const logger = makeLogger('info', { write: (line) => lines.push(line) })
  const config = { retentionDays: 30, recording: { sessionIdleMinutes: 30, keepMedia: false }, live: defaultLive }
  let elapsed = 0
  const findJump = watchClock({ now, elapsed: () => elapsed })
  const run = async (clockDays: number, elapsedDays: number) => {
    clock = after(clockDays)
    elapsed = elapsedDays * day
    await pruneOldData({ db: open.db, logger, config, now }, findJump())
    return (await open.send('{ messages { totalCount } }')).data
  }
  const one = { messages: { totalCount: 1 } }
  expect(await run(0, 0)).toEqual(one)
  expect(await run(400, 1)).toEqual(one)
  expect(lines.at(-1)).toContain(
    '"days":399,"msg":"the system clock jumped ahead: retention is postponed to the next run"',
  )
  expect(await run(1, 1)).toEqual(one)
  expect(await run(-400, 2)).toEqual(one)
  expect(await run(3, 3)).toEqual(one)
  expect(await run(20, 20)).toEqual(one)
  expect(await run(400, 20)).toEqual(one)
  expect(await run(401, 21)).toEqual({ messages: { totalCount: 0 } })
  await open.close()
})
