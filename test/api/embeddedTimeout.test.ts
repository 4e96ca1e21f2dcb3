import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApp } from '../../src/server/createApp.ts'
import { makeLogger } from '../../src/server/observability/logger.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { serverUrl } from '../support/realServer.ts'
import { message } from '../support/record.ts'

/** Long enough for an operation to reach the database, also on a busy machine. */
const operationTimeoutMs = 3000
const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'

describe.skipIf(serverUrl)('while another client keeps the embedded database busy', () => {
  let app: TestApp
  let other: pg.Client
  beforeAll(async () => {
    app = await startTestApp({ limits: { ...testLimits, operationTimeoutMs } })
    other = new pg.Client({ ...app.db.connection })
    await other.connect()
    // Its first operation takes longer.
    expect((await ask(app, '{ messages { totalCount } }')).errors).toEqual([])
  })
  afterAll(async () => {
    await other.end()
    await app.close()
  })

  test.each([
    ['a mutation', record, { input: [message()] }, 'recordMessages. Send fewer records at once.'],
    ['a mutation of one row', 'mutation { endSession(id: "s") { id } }', {}, 'endSession. Try again later.'],
    [
      'a query',
      '{ messages(filter: { levels: [DEBUG] }) { totalCount } }',
      {},
      'messages (all time). Use a time window, e.g. last: "P1D".',
    ],
  ])('%s ends at its timeout, and the next one succeeds', async (_name, query, variables, running) => {
    await other.query('BEGIN')
    // More than the size of the pool: some wait for the database, the others for a connection.
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(app, query, { variables })))
    for (const answer of answers) {
      expect(codesOf(answer)).toEqual(['QUERY_TOO_COMPLEX'])
      expect(answer.errors[0]?.message).toBe(
        `The operation took longer than ${operationTimeoutMs} ms (OPERATION_TIMEOUT_MS) and was stopped while it ran ${running}`,
      )
    }
    await other.query('ROLLBACK')
    const { rows } = await other.query('SELECT count(*)::int AS count FROM monitoring_messages')
    expect(rows).toEqual([{ count: 0 }])
    await vi.waitFor(() => expect(app.db.connections().waiting).toBe(0), 60_000)
  })

  test('the database records and reads afterwards, for all clients', async () => {
    const patient = createApp({ db: app.db, logger: makeLogger('silent'), limits: testLimits })
    const fetch = async (path: string, init?: RequestInit) =>
      patient.fetch(new Request(`http://localhost${path}`, init))
    const recordOne = (id: string) => ask({ fetch }, record, { variables: { input: [message({ id })] } })
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => recordOne(`${index}`)))
    expect(answers.flatMap(({ errors }) => errors)).toEqual([])
    expect((await other.query('SELECT count(*)::int AS count FROM monitoring_messages')).rows).toEqual([{ count: 10 }])
    expect((await ask({ fetch }, '{ messages { totalCount } }')).data).toEqual({ messages: { totalCount: 10 } })
  })
})
