import pg from 'pg'
import { expect, test } from 'vitest'
import { startTestApp, testLimits } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { serverUrl } from '../support/realServer.ts'

/** Long enough for an operation to reach the database, also on a busy machine. */
const operationTimeoutMs = 5000

test.skipIf(!serverUrl)('an operation that takes too long is told which of its root fields were running', async () => {
  const app = await startTestApp({ limits: { ...testLimits, operationTimeoutMs } })
  const other = new pg.Client({ ...app.db.connection })
  await other.connect()
  await other.query('BEGIN; LOCK TABLE monitoring_messages')
  const answer = await ask(
    app,
    '{ errors { nodes { id } } m: messages { nodes { id } } n: messages(scope: { startTime: "2026-06-01", endTime: "2026-06-03" }) { nodes { id } } }',
    { headers: { 'x-botlens-stats': '1' } },
  )
  expect(answer.errors.map(({ message }) => message)).toEqual([
    `The operation took longer than ${operationTimeoutMs} ms (OPERATION_TIMEOUT_MS) and was stopped while it ran m (all time), n (from 2026-06-01T00:00:00.000Z to 2026-06-03T00:00:00.000Z). Use a time window, e.g. last: "P1D". Use a shorter time window, e.g. of 24 hours.`,
  ])
  expect(answer.extensions?.['stats']).toMatchObject({ statements: 3 })
  await other.query('ROLLBACK')
  await other.end()
  await app.close()
})
