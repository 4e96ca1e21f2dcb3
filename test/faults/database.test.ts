import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokeTokens } from '../../src/server/auth/queries.ts'
import { createToken } from '../../src/server/auth/tokens.ts'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { testLimits } from '../support/app.ts'
import { type Answer, ask, codesOf } from '../support/ask.ts'
import { binFolder } from '../support/cluster.ts'
import { type FaultyServer, type Send, startFaulty, waitFor } from '../support/faults.ts'

const operationTimeoutMs = 1500
/** A filter that requires counting rows, since rollups do not contain levels. */
const countRows = '{ messages(filter: { levels: [DEBUG] }) { totalCount } }'
const query = '{ overview { totalErrors } message(id: "x") { id } messages { totalCount } }'

describe.skipIf(binFolder === undefined)('a database with faults', () => {
  let faulty: FaultyServer
  /** Sends a query to a server whose operations time out. */
  let sendImpatiently: Send
  beforeAll(async () => {
    faulty = await startFaulty(binFolder ?? '')
    sendImpatiently = await faulty.serveWith({ operationTimeoutMs })
  })
  afterAll(() => faulty.close())

  const send = (text = query) => faulty.send(text)
  const isReady = () => faulty.isReady()
  const countActive = () => faulty.countActive()
  const admin: FaultyServer['admin'] = (work) => faulty.admin(work)
  const whileLocked: (work: Parameters<FaultyServer['whileLocked']>[1]) => Promise<void> = (work) =>
    faulty.whileLocked('monitoring_messages', work)

  /** Sends requests continuously, several concurrently, until it is stopped. Returns all responses. */
  const startLoad = (atOnce: number) => {
    const answers: Answer[] = []
    let going = true
    const worker = async () => {
      while (going) answers.push(await send())
    }
    const workers = Promise.all(Array.from({ length: atOnce }, worker))
    return async () => {
      going = false
      await workers
      return answers
    }
  }

  test('stopped and started under load: every request receives a response, and the server recovers', async () => {
    expect((await send()).errors).toEqual([])
    const endLoad = startLoad(8)
    await faulty.cluster.stop()
    await waitFor(async () => !(await isReady()))
    const away = await send()
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1'])
    await faulty.cluster.start()
    await waitFor(isReady)
    await waitFor(async () => (await send()).errors.length === 0)
    const answers = await endLoad()
    const codes = new Set(answers.flatMap(codesOf))
    expect([...codes]).toEqual(['SERVICE_UNAVAILABLE'])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]))
  })

  test('a killed connection fails only its own statements', async () => {
    await whileLocked(async () => {
      const waiting = send(countRows)
      await waitFor(async () => (await countActive()) === 1)
      await faulty.terminateConnections()
      const answer = await waiting
      expect([answer.status, codesOf(answer)]).toEqual([503, ['SERVICE_UNAVAILABLE']])
    })
    expect((await send()).errors).toEqual([])
  })

  test('a token that is revoked during a request is rejected from the next request on', async () => {
    const access = { mode: 'required', corsOrigins: [] } as const
    const closed = createApp({ db: faulty.db, logger: makeLogger('silent'), limits: testLimits, access })
    const token =
      (await createToken(faulty.db.prisma, { name: 'revoked', scopes: ['read'], expiresAt: null }, new Date())) ?? ''
    const fetch = async (path: string, init?: RequestInit) => closed.fetch(new Request(`http://localhost${path}`, init))
    const askWith = () => ask({ fetch }, countRows, { token })
    let running: Promise<Answer> | undefined
    await whileLocked(async () => {
      running = askWith()
      await waitFor(async () => (await countActive()) === 1)
      expect(await revokeTokens(faulty.db.prisma, 'revoked', new Date())).toBe(1)
      expect((await askWith()).status).toBe(401)
    })
    expect((await running)?.data).toEqual({ messages: { totalCount: 0 } })
  })

  test('an operation that exceeds its timeout receives a response, and its statement is cancelled', async () => {
    await whileLocked(async () => {
      const answer = await sendImpatiently('{ messages { totalCount nodes { id } } }')
      expect(codesOf(answer)).toEqual(['QUERY_TOO_COMPLEX'])
      expect(answer.errors[0]?.message).toContain(`longer than ${operationTimeoutMs} ms`)
      await waitFor(async () => (await countActive()) === 0)
    })
    expect((await send()).errors).toEqual([])
  })

  test.each(['gzip', 'identity'])(
    'the statement of an export is cancelled if its client disconnects during the response (%s)',
    async (encoding) => {
      await admin((client) =>
        client.query(`
        INSERT INTO monitoring_errors (id, timestamp, error_type, error_message)
        SELECT 'error-' || n, timestamptz '2026-01-01', 'Trouble', string_agg(md5(n || ' ' || part), '')
        FROM generate_series(1, 10000) AS n, generate_series(1, 100) AS part GROUP BY n ON CONFLICT DO NOTHING`),
      )
      const leaving = new AbortController()
      const response = await fetch(`${faulty.server.url}/api/v1/monitoring/export?type=errors`, {
        headers: { 'accept-encoding': encoding },
        signal: leaving.signal,
      })
      const reader = response.body?.getReader()
      await reader?.read()
      await admin(async (client) => {
        await client.query('BEGIN; LOCK TABLE monitoring_errors IN ACCESS EXCLUSIVE MODE')
        const failed = (async () => {
          while (!(await reader?.read())?.done);
        })().catch(() => 'left')
        await waitFor(async () => (await countActive()) === 1)
        leaving.abort()
        expect(await failed).toBe('left')
        await waitFor(async () => (await countActive()) === 0)
        await client.query('ROLLBACK')
      })
      await waitFor(() => faulty.db.connections().idle === faulty.db.connections().total)
      expect(faulty.logged.filter((line) => line.includes('"level":50'))).toEqual([])
    },
  )

  test('the statement of an export is cancelled if its client disconnects before it starts', async () => {
    await whileLocked(async () => {
      const leaving = new AbortController()
      const path = '/api/v1/monitoring/export?type=messages'
      const request = fetch(`${faulty.server.url}${path}`, { signal: leaving.signal }).catch(() => 'left')
      await waitFor(async () => (await countActive()) === 1)
      leaving.abort()
      expect(await request).toBe('left')
      await waitFor(async () => (await countActive()) === 0)
    })
    expect(faulty.logged.filter((line) => line.includes('unexpected error'))).toEqual([])
  })

  test('while all connections are busy, requests are rejected; they succeed once a connection is free', async () => {
    await whileLocked(async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => sendImpatiently(countRows)))
      for (const answer of answers) expect(['QUERY_TOO_COMPLEX', 'SERVICE_UNAVAILABLE']).toContain(codesOf(answer)[0])
      await waitFor(isReady)
    })
    expect((await send()).errors).toEqual([])
    await waitFor(() => faulty.db.connections().waiting === 0)
  })

  test('a frozen server is detected, and nothing hangs', async () => {
    await faulty.cluster.freeze(true)
    try {
      await waitFor(async () => !(await isReady()))
      const answers = await Promise.all(Array.from({ length: 10 }, () => sendImpatiently(query)))
      for (const answer of answers) expect(['QUERY_TOO_COMPLEX', 'SERVICE_UNAVAILABLE']).toContain(codesOf(answer)[0])
    } finally {
      await faulty.cluster.freeze(false)
    }
    await waitFor(isReady)
    await waitFor(async () => (await send()).errors.length === 0)
  })
})
