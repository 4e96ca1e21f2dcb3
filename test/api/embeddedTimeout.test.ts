import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf } from '../support/ask.ts'
import { serverUrl } from '../support/realServer.ts'
import { message } from '../support/record.ts'

const operationTimeoutMs = 1500
const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'

describe.skipIf(serverUrl)('while another client keeps the embedded database busy', () => {
  let app: TestApp
  let other: pg.Client
  beforeAll(async () => {
    app = await startTestApp({ limits: { ...testLimits, operationTimeoutMs } })
    other = new pg.Client({ ...app.db.connection })
    await other.connect()
  })
  afterAll(async () => {
    await other.end()
    await app.close()
  })

  const countMessages = async () => (await ask(app, '{ messages { totalCount } }')).data

  test.each([
    ['a mutation', record, { input: [message()] }],
    ['a mutation of one row', 'mutation { endSession(id: "s") { id } }', {}],
    ['a query', '{ messages(filter: { levels: [DEBUG] }) { totalCount } }', {}],
  ])('%s ends at its limit, and the next one works', async (_name, query, variables) => {
    await other.query('BEGIN')
    // More than the pool has connections: some wait for the database, the others for a connection.
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(app, query, { variables })))
    for (const answer of answers) {
      expect(codesOf(answer)).toEqual(['QUERY_TOO_COMPLEX'])
      expect(answer.errors[0]?.message).toContain(`longer than ${operationTimeoutMs} ms`)
    }
    await other.query('ROLLBACK')
    expect(await countMessages()).toEqual({ messages: { totalCount: 0 } })
    expect(app.db.connections().waiting).toBe(0)
  })

  test('the database still records and reads, for all clients', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        ask(app, record, { variables: { input: [message({ id: `${index}` })] } }),
      ),
    )
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => []))
    expect((await other.query('SELECT count(*)::int AS count FROM monitoring_messages')).rows).toEqual([{ count: 10 }])
    expect(await countMessages()).toEqual({ messages: { totalCount: 10 } })
  })
})
