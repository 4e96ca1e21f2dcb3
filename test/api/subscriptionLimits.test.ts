import { SignJWT } from 'jose'
import { raw } from 'sql-template-tag'
import { afterEach, describe, expect, test } from 'vitest'
import { pruneEvents } from '../../src/db/live/events.ts'
import { revokeTokens } from '../../src/server/auth/queries.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { startTestApp, type TestApp, type TestAppOptions, testLimits } from '../support/app.ts'
import { store } from '../support/factories.ts'

const query = 'subscription { errorRecorded { cursor errorLog { id } } }'

let app: TestApp
afterEach(() => app.close())
const start = async (options?: TestAppOptions) => {
  app = await startTestApp(options)
}

const send = (text: string, headers: Record<string, string> = {}) =>
  app.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query: text }),
  })

const openCount = async () =>
  /^botlens_subscriptions_open (\d+)$/m.exec(await (await app.fetch('/metrics')).text())?.[1]

test('the response is a stream of events that ends with the subscription', async () => {
  await start()
  const response = await send(query)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
  await response.body?.cancel()
  await expect.poll(openCount).toBe('0')
  await app.app.untilIdle()
})

test('a subscription by GET resumes after the last event that the browser received', async () => {
  await start()
  const path = `/graphql?query=${encodeURIComponent(query)}`
  const events = await app.subscribe(query)
  await store(app.db, 'errorLog', [{ id: 'one' }])
  const first = await events.next()
  await events.close()
  await store(app.db, 'errorLog', [{ id: 'two' }])
  const { readEvents } = await import('../support/events.ts')
  const again = readEvents(
    await app.fetch(path, { headers: { accept: 'text/event-stream', 'last-event-id': first?.id ?? '' } }),
  )
  expect((await again.nextResult())?.data).toMatchObject({ errorRecorded: { errorLog: { id: 'two' } } })
  await again.close()
})

test('a client that does not accept events is told what to send', async () => {
  await start()
  const response = await send(query, { accept: 'application/json' })
  expect(response.status).toBe(406)
  expect(await response.json()).toMatchObject({
    errors: [{ message: 'A subscription responds with events: send the header Accept: text/event-stream.' }],
  })
  expect(await openCount()).toBe('0')
})

describe('limits', () => {
  test('of subscriptions of one caller', async () => {
    await start({ limits: { ...testLimits, subscriptionsPerCaller: 2 } })
    const streams = [await app.subscribe(query), await app.subscribe(query)]
    const refused = await send(query)
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('at most 2 concurrent subscriptions are allowed (SUBSCRIPTIONS_PER_CALLER)')
    await streams[0]?.close()
    await expect.poll(openCount).toBe('1')
    const third = await app.subscribe(query)
    for (const stream of [streams[1], third]) await stream?.close()
  })

  test('of subscriptions of the server', async () => {
    await start({ limits: { ...testLimits, maxSubscriptions: 1 } })
    const stream = await app.subscribe(query)
    const refused = await send(query)
    expect(refused.status).toBe(503)
    expect(await refused.text()).toContain('at most 1 are allowed (MAX_SUBSCRIPTIONS)')
    await stream.close()
  })

  test('of the cost of an event, which is that of a query', async () => {
    await start({ limits: { ...testLimits, maxCost: 50 } })
    const costly = 'subscription { messageRecorded { message { llmCalls(first: 100) { id } } } }'
    expect(await (await send(costly)).text()).toContain('QUERY_TOO_COMPLEX')
    const deep = `subscription { messageRecorded { message { ${'session { messages { nodes { '.repeat(5)} id ${'} } }'.repeat(5)} } } }`
    expect(await (await send(deep)).text()).toContain('MAX_DEPTH')
    expect(await openCount()).toBe('0')
  })

  test('open subscriptions are not load', async () => {
    await start({ limits: { ...testLimits, maxInFlight: 1 } })
    const streams = [await app.subscribe(query), await app.subscribe(query)]
    expect(await app.send('{ overview { totalErrors } }')).toMatchObject({ data: { overview: { totalErrors: 0 } } })
    await Promise.all(streams.map((stream) => stream.close()))
  })

  test('the duration of an operation does not end a subscription', async () => {
    await start({ limits: { ...testLimits, operationTimeoutMs: 1 } })
    const events = await app.subscribe('subscription { errorRecorded { cursor } }')
    await store(app.db, 'errorLog', [{ id: 'a' }])
    expect(await events.nextResult()).toHaveProperty('data')
    await events.close()
  })
})

describe('access', () => {
  const secret = '0123456789abcdef0123456789abcdef'
  const access = { mode: 'required', jwtSecret: secret, corsOrigins: [] } as const
  const sign = (claims: { scope?: string; exp: number }) =>
    new SignJWT({ sub: 'anna', scope: 'read', ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret))
  const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` })
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

  test('requires the access scope `read`', async () => {
    await start({ access })
    expect((await send(query)).status).toBe(401)
    const recording = await send(query, bearer(await sign({ scope: 'record', exp: inSeconds(60) })))
    expect(recording.status).toBe(403)
    expect(await recording.text()).toContain('The access scope read is required')
  })

  test('ends when the token expires', async () => {
    const exp = inSeconds(60)
    let time = new Date(exp * 1000 - 1000)
    await start({ access, now: () => time })
    const events = await app.subscribe(query, {}, bearer(await sign({ exp })))
    time = new Date(exp * 1000)
    expect(await events.nextResult()).toMatchObject({
      errors: [
        { message: 'The token has expired.', extensions: { code: 'UNAUTHENTICATED', cursor: expect.any(String) } },
      ],
    })
    expect(await events.next()).toMatchObject({ event: 'complete' })
  })

  test('of a rare event resumes after a token expired, although the events since have been removed', async () => {
    const exp = inSeconds(60)
    let time = new Date(exp * 1000 - 1000)
    await start({ access, now: () => time })
    const rare = `subscription ($after: String) {
      errorRecorded(after: $after, filter: { errorTypes: ["Rare"] }) { errorLog { id } }
    }`
    const all = await app.subscribe(query, {}, bearer(await sign({ exp: exp + 60 })))
    const events = await app.subscribe(rare, {}, bearer(await sign({ exp })))
    await store(app.db, 'errorLog', [{ id: 'first', errorType: 'Rare' }])
    expect(await events.nextResult()).toHaveProperty('data.errorRecorded.errorLog.id', 'first')
    for (let n = 0; n < 3; n += 1) await store(app.db, 'errorLog', [{ id: `other ${n}` }])
    await all.nextResults(4)
    await pruneEvents(app.db, 0)
    time = new Date(exp * 1000)
    const after = (await events.nextResult())?.errors?.[0]?.extensions?.['cursor']
    const resumed = await app.subscribe(rare, { after }, bearer(await sign({ exp: exp + 60 })))
    await store(app.db, 'errorLog', [{ id: 'second', errorType: 'Rare' }])
    expect(await resumed.nextResult()).toEqual({ data: { errorRecorded: { errorLog: { id: 'second' } } } })
    await Promise.all([all, resumed].map((stream) => stream.close()))
  })

  test('ends within seconds when the token is revoked, also if the client does not read', async () => {
    await start({ access })
    const token = await createToken(app.db.prisma, { name: 'live', scopes: ['read'], expiresAt: null }, new Date())
    const reading = await app.subscribe(query, {}, bearer(token))
    await store(app.db, 'errorLog', [{ id: 'before' }])
    expect(await reading.nextResult()).toHaveProperty('data')
    await revokeTokens(app.db.prisma, 'live', new Date())
    expect(await reading.nextResult()).toMatchObject({
      errors: [{ message: 'The API token has been revoked.', extensions: { code: 'UNAUTHENTICATED' } }],
    })
    expect(await reading.next()).toMatchObject({ event: 'complete' })
  })
})

test('revoked tokens are found by one statement for all subscriptions', async () => {
  await start({ access: { mode: 'required', corsOrigins: [] } })
  const names = ['one', 'two', 'three']
  const streams = await Promise.all(
    names.map(async (name) => {
      const token = await createToken(app.db.prisma, { name, scopes: ['read'], expiresAt: null }, new Date())
      return app.subscribe(query, {}, { authorization: `Bearer ${token}` })
    }),
  )
  const { statements } = await app.db.record(async () => {
    await app.db.execute(raw('UPDATE botlens_tokens SET revoked_at = now()'))
    for (const events of streams)
      expect((await events.nextResult())?.errors?.map(({ message }) => message)).toEqual([
        'The API token has been revoked.',
      ])
  })
  const lookups = statements.filter((text) => /^SELECT.*botlens_tokens/s.test(text))
  // Later ones contain only the tokens of the streams that have not been ended yet.
  expect(lookups[0]).toMatch(/"id" IN \(\$1,\$2,\$3,\$4\)/)
})

test('a token that cannot be checked does not keep others from being revoked', async () => {
  await start({ access: { mode: 'required', corsOrigins: [] } })
  const open = async (name: string) => {
    const token = await createToken(app.db.prisma, { name, scopes: ['read'], expiresAt: null }, new Date())
    return app.subscribe(query, {}, { authorization: `Bearer ${token}` })
  }
  const broken = await open('broken')
  const revoked = await open('revoked')
  await app.db.execute(raw("UPDATE botlens_tokens SET hash = 'x' WHERE name = 'broken'"))
  await revokeTokens(app.db.prisma, 'revoked', new Date())
  expect((await revoked.nextResult())?.errors?.[0]?.message).toBe('The API token has been revoked.')
  expect(app.log.filter((line) => line.includes('an API token could not be checked again'))).toHaveLength(1)
  await broken.close()
})
