import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { dashboard } from '../support/dashboard.ts'
import { type FaultyServer, startFaulty, waitFor } from '../support/faults.ts'

/** Operations that wait for a table, by the way in which they read it. */
const operations: readonly (readonly [name: string, table: string, query: string])[] = [
  ['a count', 'messages', '{ messages { totalCount } }'],
  ['a list', 'messages', '{ messages { nodes { id } } }'],
  ['a message', 'messages', '{ message(id: "x") { id } }'],
  ['an LLM call', 'llm_calls', '{ llmCall(id: "x") { modelName } }'],
  ['an embedding call', 'embedding_calls', '{ embeddingCall(id: "x") { modelName } }'],
  ['a session', 'sessions', '{ session(id: "x") { id } }'],
  ['an error', 'errors', '{ errorLog(id: "x") { stackTrace } }'],
  ['an edge to one', 'messages', '{ errors { nodes { message { id } } } }'],
  ['an edge to many', 'llm_calls', '{ session(id: "s") { llmCalls { nodes { id } } } }'],
  ['figures', 'llm_calls', '{ tokenStatistics { summary { totalCalls } } }'],
  ['the overview', 'sessions', '{ overview { activeSessions } }'],
  ['figures of feedback', 'feedback', '{ feedbackStats { totalFeedback } }'],
  ['figures of a session', 'messages', '{ session(id: "s") { durationSeconds } }'],
  ['a dashboard', 'messages', dashboard],
  ['a mutation', 'sessions', 'mutation { endSession(id: "x") { id } }'],
]

describe.skipIf(binFolder === undefined)('a client that leaves', () => {
  let faulty: FaultyServer
  beforeAll(async () => {
    faulty = await startFaulty(binFolder ?? '')
    await faulty.admin((client) =>
      client.query(`
        INSERT INTO monitoring_sessions (session_id, bot_id, bot_name, pipeline_id, pipeline_name, message_count,
          start_time, last_activity, is_active) VALUES ('s', 'b', 'b', 'p', 'p', 0, now(), now(), TRUE);
        INSERT INTO monitoring_errors (id, timestamp, error_type, error_message, message_id)
          VALUES ('e', now(), 'Trouble', '', 'm')`),
    )
  })
  afterAll(() => faulty.close())

  test.each(operations)('leaves no statement behind: %s', async (_name, table, query) => {
    await faulty.whileLocked(`monitoring_${table}`, async () => {
      const leaving = new AbortController()
      const request = faulty.send(query, { signal: leaving.signal }).catch(() => 'left')
      await waitFor(async () => (await faulty.countActive()) > 0, 5000)
      leaving.abort()
      expect(await request).toBe('left')
      expect(await waitFor(async () => (await faulty.countActive()) === 0, 500)).toBeLessThan(500)
    })
    expect((await faulty.send(query)).errors.filter(({ extensions }) => extensions.code !== 'NOT_FOUND')).toEqual([])
    expect(faulty.logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })
})
