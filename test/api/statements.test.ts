import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { storeTalks } from '../support/talks.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await storeTalks(app.db)
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

test('the children of a message are its own, oldest first', async () => {
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

test('the lists of a session are its own, with the arguments of each', async () => {
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
    feedbackRecord(id: "feedback-3") {
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

test('single records are returned with their edges, and missing ones are null', async () => {
  const { result, statements } = await app.db.record(() => app.execute(OneRecordOfEach, {}))
  expect(result).toEqual({
    message: { id: 'message-3', session: { id: 'session-3' } },
    llmCall: { id: 'llmCall-3', message: { id: 'message-63', session: { id: 'session-3' } } },
    embeddingCall: { id: 'embeddingCall-3', session: { id: 'session-3' } },
    session: { id: 'session-3' },
    errorLog: { id: 'errorLog-3', message: { id: 'message-63' } },
    feedbackRecord: { id: 'feedback-3', message: { id: 'message-63' } },
    nothing: null,
  })
  expect(statements.length).toBeLessThanOrEqual(10)
})
