import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { dashboard } from '../support/dashboard.ts'
import { type FaultyServer, startFaulty, waitFor } from '../support/faults.ts'

/** Operations that wait for a table, by the way in which they read it. */
const operations: readonly (readonly [name: string, table: string, query: string])[] = [
  ['a count', 'botlens_messages_rollups', '{ messages { totalCount } }'],
  ['a list', 'monitoring_messages', '{ messages { nodes { id } } }'],
  ['a message', 'monitoring_messages', '{ message(id: "x") { id } }'],
  ['an LLM call', 'monitoring_llm_calls', '{ llmCall(id: "x") { modelName } }'],
  ['a tool call', 'monitoring_tool_calls', '{ toolCall(id: "x") { toolName } }'],
  ['an embedding call', 'monitoring_embedding_calls', '{ embeddingCall(id: "x") { modelName } }'],
  ['a session', 'monitoring_sessions', '{ session(id: "x") { id } }'],
  ['an error', 'monitoring_errors', '{ errorLog(id: "x") { stackTrace } }'],
  ['an edge to one', 'monitoring_messages', '{ errors { nodes { message { id } } } }'],
  ['an edge to many', 'monitoring_llm_calls', '{ session(id: "s") { llmCalls { nodes { id } } } }'],
  ['statistics', 'botlens_llm_calls_rollups', '{ tokenStatistics { summary { totalCalls } } }'],
  ['the overview', 'botlens_sessions_deltas', '{ overview { activeSessions } }'],
  ['statistics of feedback', 'botlens_feedback_rollups', '{ feedbackStats { totalFeedback } }'],
  ['statistics of a session', 'monitoring_messages', '{ session(id: "s") { durationSeconds } }'],
  ['a dashboard', 'monitoring_messages', dashboard],
  ['a mutation', 'monitoring_sessions', 'mutation { endSession(id: "x") { id } }'],
]

describe.skipIf(binFolder === undefined)('a client that disconnects', () => {
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

  test.each(operations)('leaves no running statement: %s', async (_name, table, query) => {
    await faulty.whileLocked(table, async () => {
      const leaving = new AbortController()
      const request = faulty.send(query, { signal: leaving.signal }).catch(() => 'left')
      await waitFor(async () => (await faulty.countActive()) > 0)
      leaving.abort()
      expect(await request).toBe('left')
      await waitFor(async () => (await faulty.countActive()) === 0)
    })
    expect((await faulty.send(query)).errors.filter(({ extensions }) => extensions.code !== 'NOT_FOUND')).toEqual([])
    expect(faulty.logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })

  test('is no failure of its subscription, also while an event is executed', async () => {
    const leaving = new AbortController()
    const response = await fetch(`${faulty.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { errorRecorded { errorLog { message { id } } } }' }),
      signal: leaving.signal,
    })
    const read = response.text().catch(() => 'left')
    await faulty.whileLocked('monitoring_messages', async () => {
      await faulty.admin((client) =>
        client.query(`INSERT INTO monitoring_errors (id, timestamp, error_type, error_message, message_id)
          VALUES ('of a message', now(), 'Trouble', '', 'm')`),
      )
      await waitFor(async () => (await faulty.countBlocked()) > 0)
      leaving.abort()
      expect(await read).toBe('left')
      await waitFor(async () => {
        await faulty.countActive()
        return faulty.logged.some((line) => line.includes('subscription ended'))
      })
    })
    expect(faulty.logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })
})
