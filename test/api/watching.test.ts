import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../src/server/auth/tokens.ts'
import { makeConcurrencyLimiter } from '../../src/server/limits/concurrency.ts'
import { makeRateLimiter } from '../../src/server/limits/tokenBuckets.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ observability: { slowMs: 1, traces: false } })
})
afterAll(() => app.close())

const lines = (from = 0) => app.log.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  test('has one line for each request: its operation, duration and number of statements', async () => {
    const from = app.log.length
    const answer = await ask(app, 'query Statistics { overview { totalErrors } messages { totalCount } }')
    const [line] = lines(from).filter(({ msg }) => msg === 'request')
    expect(line).toMatchObject({
      operation: 'Statistics',
      status: 200,
      statements: 2,
      route: '/graphql',
      caller: 'open everyone',
    })
    expect(line?.['requestId']).toBe(answer.headers.get('x-request-id'))
    expect(typeof line?.['durationMs']).toBe('number')
  })

  test('shows the plan of a slow operation, without its values', async () => {
    const from = app.log.length
    await ask(app, 'query Slow { m: messages(filter: { search: "a secret word" }) { nodes { id messageText } } }')
    const slow = lines(from).find(({ msg }) => msg === 'slow operation')
    expect(slow).toMatchObject({ operation: 'Slow', fields: ['messages.nodes.id', 'messages.nodes.messageText'] })
    expect(JSON.stringify(slow?.['plan'])).toContain('FROM \\"monitoring_messages\\"')
    expect(app.log.join()).not.toContain('a secret word')
  })

  test('contains no tokens, secrets or contents, for any failure', async () => {
    const secret = 'shared-secret-of-thirty-two-bytes'
    const closed = await startTestApp({ access: { mode: 'required', jwtSecret: secret, corsOrigins: [] } })
    const token =
      (await createToken(closed.db.prisma, { name: 'a', scopes: ['read'], expiresAt: null }, new Date())) ?? ''
    const content = 'my password is hunter2'
    await ask(closed, 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }', {
      token,
      variables: { f: { search: content } },
    })
    await ask(closed, `{ messages(filter: { search: "${content}" }) { nope } }`, { token })
    await ask(closed, '{ overview { totalErrors } }', { token: `${token}x` })
    await closed.db.query({ text: 'ALTER TABLE monitoring_messages RENAME TO gone', values: [] } as never)
    const failed = await ask(closed, 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }', {
      token,
      variables: { f: { search: content } },
    })
    expect(codesOf(failed)).toEqual(['INTERNAL_SERVER_ERROR'])
    expect(failed.text).not.toContain('monitoring_messages')
    const prisma = await ask(closed, 'query Q($id: ID!) { message(id: $id) { id } }', {
      token,
      variables: { id: content },
    })
    expect(codesOf(prisma)).toEqual(['INTERNAL_SERVER_ERROR'])
    const log = closed.log.join('\n')
    expect(log).toContain('unexpected error')
    for (const text of [token, token.slice(21), secret, content, 'hunter2']) expect(log).not.toContain(text)
    await closed.close()
  })

  test('keeps one event on one line, for any name', async () => {
    const from = app.log.length
    await ask(app, '', {
      body: JSON.stringify({ query: '{ __typename }', operationName: 'x\n{"level":60}\u001b[31m' }),
    })
    await ask(app, `query ${'N'.repeat(5000)} { __typename }`)
    for (const line of app.log.slice(from)) {
      expect(line.trimEnd()).not.toContain('\n')
      expect(line).not.toContain('\u001b')
      expect(line.length).toBeLessThan(1000)
    }
  })
})

describe('Prometheus metrics', () => {
  test('count requests, errors and statements, with a bounded number of operation names', async () => {
    const other = await startTestApp()
    await ask(other, 'query Named { overview { totalErrors } }')
    await ask(other, 'query Broken { messages(first: -1) { nodes { id } } }')
    for (let index = 0; index < 300; index += 1) await ask(other, `query Made${index} { __typename }`)
    const text = await (await other.fetch('/metrics')).text()
    expect(text).toContain('botlens_requests_total{route="/graphql",operation="Named",status="200"} 1')
    expect(text).toContain('botlens_errors_total{operation="others",code="BAD_USER_INPUT"} 1')
    expect(text).toContain('botlens_statements_total 1')
    expect(text).toContain('botlens_pool_connections 1')
    expect(text).toMatch(/botlens_event_loop_delay_seconds [\d.]+/)
    expect(text).toContain('botlens_exports_running 0')
    expect(new Set(text.match(/operation="[^"]*"/g)).size).toBeLessThanOrEqual(102)
    await other.close()
  })

  test('require a token with any scope if authentication is on; health requires none', async () => {
    const closed = await startTestApp({ access: { mode: 'required', corsOrigins: [] } })
    const token = await createToken(closed.db.prisma, { name: 'prometheus', scopes: [], expiresAt: null }, new Date())
    expect((await closed.fetch('/metrics')).status).toBe(401)
    expect((await closed.fetch('/metrics', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200)
    expect((await closed.fetch('/health/live')).status).toBe(200)
    expect((await closed.fetch('/health/ready')).status).toBe(200)
    await closed.close()
  })
})

test('readiness contains the reason', async () => {
  const away = await startTestApp({ checkDatabase: async () => 'the database does not answer' })
  const ready = await away.fetch('/health/ready')
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'unavailable', reason: 'the database does not answer' },
  ])
  expect((await away.fetch('/health/live')).status).toBe(200)
  away.app.beginStop()
  expect(await (await away.fetch('/health/ready')).json()).toEqual({
    status: 'unavailable',
    reason: 'the server is shutting down',
  })
  await away.close()
})

describe('rates', () => {
  test('a caller over the limit receives the seconds to wait', async () => {
    const slow = await startTestApp({ limits: { ...testLimits, ratePerMinute: 18 } })
    const statuses = []
    for (let index = 0; index < 4; index += 1) statuses.push((await ask(slow, '{ __typename }')).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const refused = await ask(slow, '{ __typename }')
    expect(codesOf(refused)).toEqual(['RATE_LIMITED'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await slow.fetch('/health/live')).status).toBe(200)
    await slow.close()
  })

  test('buckets refill over time, separately for each caller', () => {
    let time = 0
    const { take } = makeRateLimiter(60, () => time)
    for (let index = 0; index < 10; index += 1) take('anna')
    expect(() => take('anna')).toThrow(
      '"anna" exceeded the rate limit of 60 requests per minute (RATE_LIMIT) or a burst of 10 requests. Try again in 1 s.',
    )
    take('bert')
    time = 1000
    take('anna')
    expect(() => take('anna')).toThrow()
  })

  test('concurrent work is counted by caller, and released once', () => {
    const limiter = makeConcurrencyLimiter('exports', { max: 2, setting: 'EXPORTS_PER_CALLER' })
    const first = limiter.acquire('anna')
    limiter.acquire('anna')
    expect(() => limiter.acquire('anna')).toThrow(
      'You have 2 running exports: at most 2 concurrent exports are allowed (EXPORTS_PER_CALLER). Wait until one has ended.',
    )
    limiter.acquire('bert')
    expect(limiter.running()).toBe(3)
    first()
    first()
    limiter.acquire('anna')
    expect(() => limiter.acquire('anna')).toThrow()
  })
})

test('requests above the limit of concurrent requests are rejected immediately', async () => {
  const small = await startTestApp({ limits: { ...testLimits, maxInFlight: 5 } })
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => ask(small, '{ messages { totalCount } overview { totalErrors } }')),
  )
  const refused = answers.filter(({ status }) => status === 503)
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5)
  expect(refused.length).toBeGreaterThan(0)
  for (const answer of refused) {
    expect(codesOf(answer)).toEqual(['SERVICE_UNAVAILABLE'])
    expect(answer.headers.get('retry-after')).toBe('1')
  }
  expect((await ask(small, '{ __typename }')).status).toBe(200)
  await small.close()
})
