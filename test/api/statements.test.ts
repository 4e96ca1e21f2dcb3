import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const indexes = Array.from({ length: 120 }, (_, index) => index)
  const timestamp = (index: number) => new Date(Date.UTC(2026, 5, 5) + index * 1000)
  const child = (index: number) => ({
    timestamp: timestamp(index),
    messageId: `message-${60 + (index % 60)}`,
    sessionId: `session-${index % 12}`,
  })
  await store(
    app.db,
    'message',
    indexes.map((index) => ({
      id: `message-${index}`,
      timestamp: timestamp(index),
      sessionId: `session-${index % 12}`,
    })),
  )
  await store(
    app.db,
    'session',
    indexes.slice(0, 12).map((index) => ({ id: `session-${index}` })),
  )
  for (const kind of ['llmCall', 'embeddingCall', 'errorLog', 'feedback'] as const)
    await store(
      app.db,
      kind,
      indexes.map((index) => ({ id: `${kind}-${index}`, ...child(index) })),
    )
})
afterAll(() => app.close())

const MessagesWithEdges = graphql(`
  query MessagesWithEdges($first: Int!) {
    messages(first: $first) {
      nodes {
        id
        session {
          id
          botName
        }
        llmCalls {
          id
          cost
        }
        errors {
          id
        }
        feedback {
          id
        }
      }
      edges {
        cursor
      }
      pageInfo {
        endCursor
      }
    }
  }
`)

test.each([1, 50, 120])('a page of %i messages with its edges takes 5 statements', async (first) => {
  const { result, statements } = await app.db.record(() => app.execute(MessagesWithEdges, { first }))
  expect(result.messages.nodes).toHaveLength(first)
  expect(statements).toHaveLength(5)
})

test('the children of a message are its own, the oldest first', async () => {
  const { messages } = await app.execute(MessagesWithEdges, { first: 120 })
  const message = messages.nodes.find(({ id }) => id === 'message-67')
  expect(message).toEqual({
    id: 'message-67',
    session: { id: 'session-7', botName: 'Bot' },
    llmCalls: [
      { id: 'llmCall-7', cost: 0.001 },
      { id: 'llmCall-67', cost: 0.001 },
    ],
    errors: [{ id: 'errorLog-7' }, { id: 'errorLog-67' }],
    feedback: [{ id: 'feedback-7' }, { id: 'feedback-67' }],
  })
})

const SessionsWithEverything = graphql(`
  query SessionsWithEverything($first: Int!) {
    sessions(first: $first) {
      nodes {
        id
        durationSeconds
        messageStats {
          total
        }
        llmStats {
          totalCalls
          averageDurationMs
        }
        messages(first: 3) {
          totalCount
          nodes {
            id
            llmStats {
              totalTokens
            }
            embeddingCalls(first: 1) {
              id
              message {
                id
                messageText
              }
            }
          }
        }
        llmCalls(first: 2, filter: { durationMs: { gte: 1 } }, orderBy: { field: COST }) {
          nodes {
            id
            session {
              id
            }
          }
        }
        errors(first: 1) {
          totalCount
        }
        feedback(first: 1) {
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  }
`)

test.each([1, 12])('%i sessions with everything in them take 12 statements', async (first) => {
  const { result, statements } = await app.db.record(() => app.execute(SessionsWithEverything, { first }))
  expect(result.sessions.nodes).toHaveLength(first)
  expect(statements).toHaveLength(12)
})

test('the lists of a session are its own, by the arguments of each', async () => {
  const { sessions } = await app.execute(SessionsWithEverything, { first: 12 })
  const session = sessions.nodes.find(({ id }) => id === 'session-5')
  expect(session?.messages.totalCount).toBe(10)
  expect(session?.messages.nodes.map(({ id }) => id)).toEqual(['message-113', 'message-101', 'message-89'])
  expect(session?.messages.nodes[0]?.embeddingCalls).toEqual([
    { id: 'embeddingCall-53', message: { id: 'message-113', messageText: 'Hello' } },
  ])
  expect(session?.llmCalls.nodes).toEqual([
    { id: 'llmCall-89', session: { id: 'session-5' } },
    { id: 'llmCall-77', session: { id: 'session-5' } },
  ])
  expect(session).toMatchObject({
    durationSeconds: 108,
    messageStats: { total: 10 },
    llmStats: { totalCalls: 10, averageDurationMs: 1000 },
    errors: { totalCount: 10 },
    feedback: { pageInfo: { hasNextPage: true } },
  })
})

const OneRecordOfEach = graphql(`
  query OneRecordOfEach {
    message(id: "message-3") {
      id
      session {
        id
      }
    }
    llmCall(id: "llmCall-3") {
      id
      message {
        id
        session {
          id
        }
      }
    }
    embeddingCall(id: "embeddingCall-3") {
      id
      session {
        id
      }
    }
    session(id: "session-3") {
      id
    }
    errorLog(id: "errorLog-3") {
      id
      message {
        id
      }
    }
    nothing: message(id: "none") {
      id
    }
  }
`)

test('single records come with their edges, and null stands for what is not there', async () => {
  const { result, statements } = await app.db.record(() => app.execute(OneRecordOfEach, {}))
  expect(result).toEqual({
    message: { id: 'message-3', session: { id: 'session-3' } },
    llmCall: { id: 'llmCall-3', message: { id: 'message-63', session: { id: 'session-3' } } },
    embeddingCall: { id: 'embeddingCall-3', session: { id: 'session-3' } },
    session: { id: 'session-3' },
    errorLog: { id: 'errorLog-3', message: { id: 'message-63' } },
    nothing: null,
  })
  expect(statements.length).toBeLessThanOrEqual(10)
})

const LightMessages = graphql(`
  query LightMessages {
    messages(first: 5) {
      nodes {
        id
        status
      }
    }
  }
`)
const MessageTexts = graphql(`
  query MessageTexts {
    messages(first: 5) {
      nodes {
        messageText
      }
    }
  }
`)
const OnlyTheCount = graphql(`
  query OnlyTheCount {
    messages(filter: { statuses: [SUCCESS] }) {
      totalCount
    }
  }
`)

describe('what is not asked for is not read', () => {
  test('contents are read for content or text alone', async () => {
    const light = await app.db.record(() => app.execute(LightMessages, {}))
    expect(light.statements).toHaveLength(1)
    expect(light.statements[0]).not.toContain('message_content')
    expect(light.statements[0]).not.toContain('count(')
    const texts = await app.db.record(() => app.execute(MessageTexts, {}))
    expect(texts.statements).toHaveLength(1)
    expect(texts.statements[0]).toContain('message_content')
    expect(texts.statements[0]).not.toContain('bot_name')
  })

  test('a count reads no rows', async () => {
    const { result, statements } = await app.db.record(() => app.execute(OnlyTheCount, {}))
    expect(result.messages.totalCount).toBe(120)
    expect(statements).toHaveLength(1)
    expect(statements[0]).not.toContain('LIMIT')
  })
})

const Statistics = graphql(`
  query AllStatistics {
    tokenStatistics {
      summary {
        totalCalls
      }
      byModel {
        modelName
      }
      timeseries {
        label
      }
    }
    feedbackStats {
      totalFeedback
      byBot {
        total
      }
      byPipeline {
        total
      }
    }
  }
`)

test('token statistics take at most 3 statements, feedback statistics 1', async () => {
  const { statements } = await app.db.record(() => app.execute(Statistics, {}))
  expect(statements.filter((text) => text.includes('monitoring_llm_calls')).length).toBeLessThanOrEqual(3)
  expect(statements.filter((text) => text.includes('monitoring_feedback'))).toHaveLength(1)
})

test('a deep page of 100,000 messages reads its own rows from the index', async () => {
  await app.db.execute(sql`
    INSERT INTO monitoring_messages (id, timestamp, bot_id, bot_name, pipeline_id, pipeline_name, message_content,
      session_id, status, level)
    SELECT 'deep-' || i, '2025-01-01'::timestamptz + i * interval '1 second', 'b', 'b', 'p', 'p', 'x', 's', 'success', 'info'
    FROM generate_series(1, 100000) AS i`)
  await app.db.execute(sql`ANALYZE monitoring_messages`)
  const cursor = Buffer.from(
    JSON.stringify(['Message.TIMESTAMP DESC', '2025-01-01T01:00:00.000Z', 'deep-3600']),
  ).toString('base64url')
  const { statements, result } = await app.db.record(() =>
    app.send(`{ messages(first: 50, after: "${cursor}") { nodes { id } } }`),
  )
  expect((result.data as unknown as { messages: { nodes: unknown[] } }).messages.nodes[0]).toEqual({ id: 'deep-3599' })
  const values = ["'2025-01-01T01:00:00.000Z'", "'deep-3600'", '51']
  const statement = (statements[0] ?? '').replaceAll(/\$(\d)/g, (_, number: string) => values[Number(number) - 1] ?? '')
  const plan = await app.db.query<{ 'QUERY PLAN': string }>(sql`EXPLAIN (ANALYZE, TIMING OFF) ${raw(statement)}`)
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  expect(text).toMatch(/Index (Only )?Scan Backward using monitoring_messages_timestamp_id_idx/)
  expect(text).toMatch(/Index (Only )?Scan.*actual rows=51(\.00)? /)
})
