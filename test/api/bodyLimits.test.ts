import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../src/server/auth/tokens.ts'
import type { Scope } from '../../src/shared/scopes.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { type Listening, listen } from '../support/listen.ts'
import { readResponse, sendRaw, writeRequest } from '../support/rawHttp.ts'

const limits = { ...testLimits, maxBodyBytes: 2000, maxRecordingBodyBytes: 10_000, maxInFlight: 2 }
const access = { mode: 'required', corsOrigins: [] } as const
const query = '{ __typename }'

let app: TestApp
let server: Listening
const tokens = new Map<Scope, string>()
beforeAll(async () => {
  app = await startTestApp({ access, limits })
  server = await listen(app.app)
  for (const scope of ['read', 'record'] as const)
    tokens.set(
      scope,
      (await createToken(app.db.prisma, { name: scope, scopes: [scope], expiresAt: null }, new Date())) ?? '',
    )
})
afterAll(async () => {
  await server.close()
  await app.close()
})

const authorize = (scope: Scope) => ({
  Authorization: `Bearer ${tokens.get(scope)}`,
  'Content-Type': 'application/json',
})
const bodyOf = (length: number) => JSON.stringify({ query }).padEnd(length)
const send = async (scope: Scope, length: number) =>
  readResponse(await sendRaw(server, writeRequest('POST', '/graphql', bodyOf(length), authorize(scope))))
const sendChunked = async (scope: Scope, length: number) => {
  const head = writeRequest('POST', '/graphql', '', { ...authorize(scope), 'Transfer-Encoding': 'chunked' })
  const text = head.replace(/Content-Length: .*\r\n/, '')
  return readResponse(await sendRaw(server, text, `${length.toString(16)}\r\n${bodyOf(length)}\r\n`, '0\r\n\r\n'))
}
const messageOf = ({ body }: { body: string }) => JSON.parse(body).errors[0].message

/** The advice on what is less than twice as large as allowed. */
const divided = 'Divide it among at least 2 requests.'

describe('the size of a body', () => {
  test.each([
    ['with a length', send, `The body has 2,001 bytes: at most 2,000 bytes are allowed (MAX_BODY_BYTES). ${divided}`],
    ['in chunks', sendChunked, `The body is too large: at most 2,000 bytes are allowed (MAX_BODY_BYTES). ${divided}`],
  ])('%s is limited by the limit of queries for callers without the scope record', async (_name, sendBody, message) => {
    expect((await sendBody('read', 2000)).status).toBe(200)
    const rejected = await sendBody('read', 2001)
    expect([rejected.status, rejected.headers.get('connection'), messageOf(rejected)]).toEqual([413, 'close', message])
  })

  test.each([
    [
      'with a length',
      send,
      `The body has 10,001 bytes: at most 10,000 bytes are allowed (MAX_RECORDING_BODY_BYTES). ${divided}`,
    ],
    [
      'in chunks',
      sendChunked,
      `The body is too large: at most 10,000 bytes are allowed (MAX_RECORDING_BODY_BYTES). ${divided}`,
    ],
  ])('%s is limited by the limit of recording for callers with the scope record', async (_name, sendBody, message) => {
    const query = await sendBody('record', 10_000)
    expect([query.status, messageOf(query)]).toEqual([413, expect.stringContaining('10,000 bytes: at most 2,000')])
    expect(messageOf(await sendBody('record', 10_001))).toBe(message)
  })

  test('values are limited likewise', async () => {
    const small = await startTestApp({
      access: { ...access, jwtSecret: undefined },
      limits: { ...testLimits, maxVariableValues: 100, maxRecordingVariableValues: 1000 },
    })
    const token = await createToken(small.db.prisma, { name: 'r', scopes: ['read'], expiresAt: null }, new Date())
    const variables = { list: Array.from({ length: 150 }, () => 1) }
    const answer = await ask(small, query, { variables, token })
    expect([codesOf(answer), answer.errors[0]?.message]).toEqual([
      ['QUERY_TOO_COMPLEX'],
      `The body: the limit of 100 values (MAX_VARIABLE_VALUES) is exceeded. ${divided}`,
    ])
    await small.close()
  })
})

test('a request is in flight while its body is read, and metrics remain available', async () => {
  const head = writeRequest('POST', '/graphql', '', authorize('read')).replace('Length: 0', 'Length: 1000')
  const sockets = [connect(server.port, '127.0.0.1'), connect(server.port, '127.0.0.1')]
  for (const socket of sockets) socket.on('error', () => undefined).write(head)
  await expect.poll(async () => (await send('read', 100)).status).toBe(503)
  const metrics = await app.fetch('/metrics', { headers: authorize('read') })
  expect([metrics.status, await metrics.text()]).toEqual([
    200,
    expect.stringContaining('botlens_requests_in_flight 2\n'),
  ])
  for (const socket of sockets) {
    socket.destroy()
    await once(socket, 'close')
  }
  await expect.poll(async () => (await send('read', 100)).status).toBe(200)
})

test('a body without a content type is rejected with the reason', async () => {
  const answer = await ask(app, query, { headers: { 'content-type': '' } })
  expect([answer.status, answer.errors[0]?.message]).toEqual([
    415,
    'The header Content-Type is missing: send application/json.',
  ])
})
