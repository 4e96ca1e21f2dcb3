import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type Answer, ask, codesOf } from '../support/ask.ts'

const secret = '0123456789abcdef0123456789abcdef'
const now = new Date('2026-06-05T12:00:00.000Z')
const query = '{ overview { totalErrors } }'
const seconds = (offset: number) => now.getTime() / 1000 + offset

const one = await generateKeyPair('RS256', { extractable: true })
const two = await generateKeyPair('RS256', { extractable: true })
const foreign = await generateKeyPair('RS256', { extractable: true })
const curve = await generateKeyPair('EdDSA', { extractable: true })
const publicKey = async ({ publicKey: key }: CryptoKeyPair, more: object) => ({ ...(await exportJWK(key)), ...more })

const sign = (claims: Record<string, unknown> = {}, header: object = {}, key: CryptoKey | Uint8Array = hmac) =>
  new SignJWT({ sub: 'anna', scope: 'read', exp: seconds(3600), ...claims })
    .setProtectedHeader({ alg: key === hmac ? 'HS256' : 'RS256', ...header })
    .sign(key)
const hmac = new TextEncoder().encode(secret)

const said = (answer: Answer) => [answer.status, answer.errors[0]?.message]

describe('claims of a token with the shared secret', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp({
      access: { mode: 'required', jwtSecret: secret, corsOrigins: [] },
      now: () => now,
    })
  })
  afterAll(() => app.close())

  const refused = (reason: string) => [401, `The token is not accepted: ${reason}`]
  const taken = [200, undefined]
  const mayNot = (name: string) => [403, `The access scope read is required. The user "${name}" has none.`]

  test.each<[name: string, claims: Record<string, unknown>, expected: unknown[]]>([
    ['expiration in a second', { exp: seconds(1) }, taken],
    ['expiration now', { exp: seconds(0) }, refused('it has expired')],
    ['expiration a second ago', { exp: seconds(-1) }, refused('it has expired')],
    ['expiration in a fraction of a second', { exp: seconds(0.5) }, taken],
    ['expiration as a string', { exp: String(seconds(60)) }, refused('its claim exp is missing or invalid')],
    ['expiration of null', { exp: null }, refused('its claim exp is missing or invalid')],
    ['start of validity now', { nbf: seconds(0) }, taken],
    ['start of validity within the clock tolerance', { nbf: seconds(5) }, taken],
    ['start of validity in six seconds', { nbf: seconds(6) }, refused('it is not valid yet')],
    ['start of validity as a string', { nbf: 'now' }, refused('its claim nbf is missing or invalid')],
    ['scopes as a string', { scope: 'openid  read,export' }, taken],
    ['scopes as a list', { scope: ['record', 'read'] }, taken],
    ['scopes as a list of other things', { scope: [{ read: true }, 1, null] }, mayNot('anna')],
    ['scopes as an object', { scope: { read: true } }, mayNot('anna')],
    ['an issuer that is a number', { scope: undefined, iss: 5 }, mayNot('anna')],
    ['an issuer that is a list', { scope: undefined, iss: ['LangBot-x'] }, mayNot('anna')],
    ['a name that is an object', { sub: { a: 1 }, scope: '' }, mayNot('unnamed')],
    ['a name with line breaks', { sub: 'a\r\nX: y', scope: '' }, mayNot('a\\r\\nX: y')],
  ])('%s', async (_name, claims, expected) => {
    const answer = await ask(app, query, { token: await sign(claims) })
    expect(said(answer)).toEqual(expected)
  })

  test('an internal error is not reported as an error of the keys', async () => {
    const broken = await startTestApp({
      access: { mode: 'required', jwtSecret: secret, corsOrigins: [] },
      now: () => {
        throw new RangeError('no time')
      },
    })
    const answer = await ask(broken, query, { token: await sign() })
    expect([answer.status, ...codesOf(answer)]).toEqual([500, 'INTERNAL_SERVER_ERROR'])
    expect(broken.log.join()).toContain('no time')
    await broken.close()
  })

  test('the header contains no more than the message', async () => {
    const answer = await ask(app, query, { token: await sign({ exp: seconds(-1) }) })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="botlens"')
  })
})

describe('public keys', () => {
  let issuer: Server
  let app: TestApp
  let keys: object[]
  let asked: number
  let status: number
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    keys = [await publicKey(one, { kid: 'one', alg: 'RS256' })]
    asked = 0
    status = 200
    issuer = createServer((_request, response) => {
      asked += 1
      response.writeHead(status).end(JSON.stringify({ keys }))
    }).listen(0, '127.0.0.1')
    await once(issuer, 'listening')
    const jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`
    app = await startTestApp({ access: { mode: 'required', jwksUrl, corsOrigins: [] } })
  })
  afterEach(async () => {
    vi.useRealTimers()
    issuer.close()
    await app.close()
  })
  const askWith = async (token: Promise<string>) => {
    const answer = await ask(app, query, { token: await token })
    return [answer.status, ...codesOf(answer)]
  }
  const notAccepted = [401, 'UNAUTHENTICATED']

  test('are found without a key id, even among several of the same kind', async () => {
    expect(await askWith(sign({}, {}, one.privateKey))).toEqual([200])
    keys = [await publicKey(two, { use: 'sig' }), await publicKey(one, { kid: 'one' }), await publicKey(curve, {})]
    vi.setSystemTime(seconds(700) * 1000)
    expect(await askWith(sign({}, {}, one.privateKey))).toEqual([200])
    expect(await askWith(sign({}, {}, two.privateKey))).toEqual([200])
    expect(await askWith(sign({}, { alg: 'EdDSA' }, curve.privateKey))).toEqual([200])
    expect(await askWith(sign({}, {}, foreign.privateKey))).toEqual(notAccepted)
    expect(await askWith(sign({ exp: seconds(600) }, {}, two.privateKey))).toEqual(notAccepted)
  })

  test('that replace others are fetched, but not for every invented key id', async () => {
    expect(await askWith(sign({}, { kid: 'one' }, one.privateKey))).toEqual([200])
    keys = [await publicKey(two, { kid: 'two', alg: 'RS256' })]
    for (let index = 0; index < 20; index += 1)
      expect(await askWith(sign({}, { kid: `made-up-${index}` }, two.privateKey))).toEqual(notAccepted)
    expect(asked).toBe(1)
    vi.setSystemTime(seconds(31) * 1000)
    expect(await askWith(sign({}, { kid: 'two' }, two.privateKey))).toEqual([200])
    expect(asked).toBe(2)
    expect(await askWith(sign({}, { kid: 'one' }, one.privateKey))).toEqual(notAccepted)
  })

  test('that cannot be fetched again are not reported as an error of the caller', async () => {
    expect(await askWith(sign({}, { kid: 'one' }, one.privateKey))).toEqual([200])
    status = 500
    expect(await askWith(sign({}, { kid: 'one' }, one.privateKey))).toEqual([200])
    vi.setSystemTime(seconds(700) * 1000)
    const logged = () => app.log.filter((line) => line.includes('the keys to verify tokens are unavailable'))
    const fail = async () =>
      expect(await askWith(sign({}, { kid: 'one' }, one.privateKey))).toEqual([503, 'SERVICE_UNAVAILABLE'])
    await fail()
    await fail()
    expect(logged()).toHaveLength(1)
    expect(JSON.parse(logged()[0] ?? '')).toMatchObject({ level: 40, err: { message: expect.stringContaining('200') } })
    vi.setSystemTime(seconds(760) * 1000)
    await fail()
    expect(logged()).toHaveLength(2)
    status = 200
    expect(await askWith(sign({}, { kid: 'one' }, one.privateKey))).toEqual([200])
  })

  test('are never read from the token, nor used as a secret', async () => {
    const jwk = await exportJWK(foreign.publicKey)
    for (const header of [
      { jwk },
      { jku: 'http://127.0.0.1:1/keys' },
      { kid: '../../etc/passwd' },
      { kid: "' OR 1=1" },
    ])
      expect(await askWith(sign({}, header, foreign.privateKey))).toEqual(notAccepted)
    expect(await askWith(sign({}, {}, hmac))).toEqual(notAccepted)
    expect(await askWith(sign({}, { crit: ['b64'], b64: true }, one.privateKey))).toEqual([200])
    expect(await askWith(sign({ scope: undefined, iss: 'LangBot-x' }, {}, one.privateKey))).toEqual([403, 'FORBIDDEN'])
  })
})
