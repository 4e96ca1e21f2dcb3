import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { base64url, exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokeTokens } from '../../src/server/auth/queries.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'

const secret = '0123456789abcdef0123456789abcdef'
const bytes = (text: string) => new TextEncoder().encode(text)
const now = new Date('2026-06-05T12:00:00.000Z')
const query = '{ overview { totalErrors } }'

let app: TestApp
let issuer: Server
let time = new Date()
const pair = await generateKeyPair('RS256', { extractable: true })
const foreignPair = await generateKeyPair('RS256', { extractable: true })
const ecPair = await generateKeyPair('ES256')

beforeAll(async () => {
  const keys = [
    { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' },
    { ...(await exportJWK(ecPair.publicKey)), kid: 'two', alg: 'ES256' },
  ]
  issuer = createServer((_request, response) => response.end(JSON.stringify({ keys }))).listen(0, '127.0.0.1')
  await new Promise((resolve) => issuer.once('listening', resolve))
  const jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`
  app = await startTestApp({
    access: { mode: 'required', jwtSecret: secret, jwksUrl, corsOrigins: [] },
    now: () => time,
  })
})
afterAll(async () => {
  issuer.close()
  await app.close()
})

const signed = (claims: Record<string, unknown> = {}, key: string = secret) =>
  new SignJWT({ sub: 'anna', scope: 'read', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(bytes(key))

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset

describe('accepted signed tokens', () => {
  test.each([
    ['of the shared secret', () => signed()],
    ['of LangBot', () => signed({ sub: undefined, scope: undefined, user: 'a@b.c', iss: 'LangBot-community' })],
    ['with scopes in a list', () => signed({ scope: ['openid', 'read'] })],
    ['of an RSA key', () => withKey(pair.privateKey, 'RS256', 'one')],
    ['of an elliptic key', () => withKey(ecPair.privateKey, 'ES256', 'two')],
  ])('%s', async (_name, token) => {
    const answer = await ask(app, query, { token: await token() })
    expect([answer.status, answer.errors]).toEqual([200, []])
  })
})

const withKey = (key: CryptoKey, alg: string, kid: string) =>
  new SignJWT({ sub: 'anna', scope: 'read' }).setProtectedHeader({ alg, kid }).setExpirationTime('1h').sign(key)

const handMade = (header: object, payload: object, signature = '') =>
  [JSON.stringify(header), JSON.stringify(payload)]
    .map((part) => base64url.encode(part))
    .join('.')
    .concat('.', signature)

/** A token signed with the public key as the shared secret (algorithm confusion). */
const confused = async () =>
  new SignJWT({ sub: 'anna', scope: 'read' })
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .setExpirationTime('1h')
    .sign(bytes(await exportSPKI(pair.publicKey)))

describe('rejected signed tokens', () => {
  test.each<[name: string, token: () => Promise<string> | string, message: string]>([
    [
      'unsigned',
      () => new UnsecuredJWT({ scope: 'read' }).setExpirationTime('1h').encode(),
      'no key is configured for its signature algorithm',
    ],
    [
      'alg none in capitals',
      () => handMade({ alg: 'NONE' }, { scope: 'read', exp: seconds(60) }),
      'no key is configured for its signature algorithm',
    ],
    [
      'without an algorithm',
      () => handMade({}, { scope: 'read', exp: seconds(60) }),
      'no key is configured for its signature algorithm',
    ],
    ['of another secret', () => signed({}, 'another-secret-of-thirty-two-byte'), 'signature is invalid'],
    ['signed with the public key as secret', confused, 'signature is invalid'],
    [
      'of a key that is not among the known',
      () => withKey(foreignPair.privateKey, 'RS256', 'one'),
      'signature is invalid',
    ],
    ['of an unknown key id', () => withKey(pair.privateKey, 'RS256', 'three'), 'signature is invalid'],
    [
      'of a longer hash',
      () =>
        new SignJWT({})
          .setProtectedHeader({ alg: 'HS512' })
          .setExpirationTime('1h')
          .sign(bytes(secret.repeat(2))),
      'no key is configured for its signature algorithm',
    ],
    [
      'expired',
      () =>
        signed({ exp: seconds(-60) }).then(() =>
          new SignJWT({ scope: 'read' })
            .setProtectedHeader({ alg: 'HS256' })
            .setExpirationTime(seconds(-60))
            .sign(bytes(secret)),
        ),
      'has expired',
    ],
    ['not valid yet', () => signed({ nbf: seconds(60) }), 'not valid yet'],
    [
      'without an end',
      () => new SignJWT({ scope: 'read' }).setProtectedHeader({ alg: 'HS256' }).sign(bytes(secret)),
      'claim exp is missing',
    ],
    [
      'tampered with',
      async () =>
        (await signed({ scope: 'record' })).replace(
          /\.[^.]+\./,
          `.${base64url.encode(JSON.stringify({ scope: 'read', exp: seconds(60) }))}.`,
        ),
      'signature is invalid',
    ],
    ['not a token', () => 'hello', 'neither a signed token (JWT) nor an API token'],
    ['of 100,000 characters', () => 'x'.repeat(100_000), 'neither a signed token (JWT) nor an API token'],
  ])('%s', async (_name, token, message) => {
    const { result: answer, statements } = await app.db.record(async () => ask(app, query, { token: await token() }))
    expect([answer.status, codesOf(answer)]).toEqual([401, ['UNAUTHENTICATED']])
    expect(answer.errors[0]?.message).toContain(message)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="botlens"')
    expect(statements).toEqual([])
  })

  test('an invalid scope claim grants nothing; nor does a missing one unless LangBot is the issuer', async () => {
    for (const claims of [{ scope: 1 }, { scope: undefined }, { scope: 'READ' }, { scope: undefined, iss: 'Other' }]) {
      const answer = await ask(app, query, { token: await signed(claims) })
      expect(codesOf(answer)).toEqual(['FORBIDDEN'])
    }
  })

  test('a required issuer and audience', async () => {
    const strict = await startTestApp({
      access: { mode: 'required', jwtSecret: secret, jwtIssuer: 'us', jwtAudience: 'botlens', corsOrigins: [] },
    })
    const codes = async (claims: object) => codesOf(await ask(strict, query, { token: await signed({ ...claims }) }))
    expect(await codes({ iss: 'us', aud: 'botlens' })).toEqual([])
    expect(await codes({ iss: 'us', aud: ['other', 'botlens'] })).toEqual([])
    expect(await codes({ iss: 'them', aud: 'botlens' })).toEqual(['UNAUTHENTICATED'])
    expect(await codes({ iss: 'us', aud: 'other' })).toEqual(['UNAUTHENTICATED'])
    expect(await codes({ iss: 'us' })).toEqual(['UNAUTHENTICATED'])
    await strict.close()
  })

  test('unavailable keys are not reported as an error of the caller', async () => {
    const away = await startTestApp({
      access: { mode: 'required', jwksUrl: 'http://127.0.0.1:1/jwks.json', corsOrigins: [] },
    })
    const answer = await ask(away, query, { token: await withKey(pair.privateKey, 'RS256', 'one') })
    expect([answer.status, codesOf(answer)]).toEqual([503, ['SERVICE_UNAVAILABLE']])
    expect(answer.headers.get('retry-after')).toBe('5')
    await away.close()
  })
})

describe('API tokens', () => {
  const make = async (name: string, expiresAt: Date | null = null) =>
    (await createToken(app.db.prisma, { name, scopes: ['read'], expiresAt }, now)) ?? ''
  const stored = () => app.db.prisma.apiToken.findMany({ orderBy: { name: 'asc' } })

  test('are accepted until they expire or are revoked, and only their hash is stored', async () => {
    time = now
    const token = await make('grafana', new Date('2026-06-06T12:00:00.000Z'))
    expect(token).toMatch(/^blt_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/)
    expect((await ask(app, query, { token })).errors).toEqual([])
    expect(JSON.stringify(await stored())).not.toContain(token.slice(21))

    time = new Date('2026-06-06T12:00:00.000Z')
    expect((await ask(app, query, { token })).errors[0]?.message).toBe('The API token has expired.')
    time = now
    expect(await revokeTokens(app.db.prisma, 'grafana', now)).toBe(1)
    expect(await revokeTokens(app.db.prisma, 'grafana', now)).toBe(0)
    const refused = await ask(app, query, { token })
    expect([refused.status, refused.errors[0]?.message]).toEqual([401, 'The API token has been revoked.'])
  })

  test('have a name that is unique among those in use', async () => {
    expect(await make('nightly')).not.toBe('')
    expect(await make('nightly')).toBe('')
    await revokeTokens(app.db.prisma, 'nightly', now)
    expect(await make('nightly')).not.toBe('')
  })

  test('store their use at most once a minute', async () => {
    time = now
    const token = await make('counted')
    const use = async (after: number) => {
      time = new Date(now.getTime() + after)
      const { statements } = await app.db.record(async () => {
        await ask(app, query, { token })
        // The use is stored concurrently with the request, so wait for it before it is read.
        await stored()
      })
      return statements.filter((text) => /UPDATE .*botlens_tokens/.test(text)).length
    }
    const lastUse = async () => (await stored()).find(({ name }) => name === 'counted')?.lastUsedAt
    expect([await use(0), await use(1), await use(59_999), await use(60_000)]).toEqual([1, 0, 0, 1])
    await expect.poll(lastUse).toEqual(time)
    expect([await use(0), await use(1)], 'after the clock was set back').toEqual([1, 0])
    await expect.poll(lastUse).toEqual(now)
  })

  test('that are guessed, truncated or changed are unknown', async () => {
    time = now
    const token = await make('guessed')
    const last = token.endsWith('A') ? 'B' : 'A'
    for (const wrong of [
      `${token.slice(0, -1)}${last}`,
      token.slice(0, -1),
      `${token}A`,
      'blt_',
      `blt_${"'".repeat(16)}_x`,
    ]) {
      const answer = await ask(app, query, { token: wrong })
      expect([answer.status, answer.errors[0]?.message]).toEqual([401, 'The API token is unknown.'])
    }
  })
})
