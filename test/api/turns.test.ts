import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type DrawnConversations, drawConversations } from '../support/conversations.ts'
import { store } from '../support/factories.ts'
import { computeTurns, type PlainTurn } from '../support/plainTurns.ts'

const seed = Number(process.env['TURNS_SEED'] ?? 20260605)

let app: TestApp
let drawn: DrawnConversations
beforeAll(async () => {
  app = await startTestApp()
  drawn = drawConversations(app.db, seed)
  await store(
    app.db,
    'session',
    ['s1', 's2', 's3', 's4', 's5'].map((id) => ({ id })),
  )
})
afterAll(() => app.close())

const WholeTurns = graphql(`
  query WholeTurns($first: Int!, $filter: TurnFilter) {
    turns(first: $first, filter: $filter, orderBy: { field: TIMESTAMP, direction: ASC }) {
      nodes {
        id
        timestamp
        botId
        botName
        pipelineId
        pipelineName
        runnerName
        sessionId
        platform
        userId
        userName
        replyCount
        firstReplyMs
        endTime
        durationMs
        modelName
        totalTokens
        totalCost
        errorCount
        feedbackCount
        likes
        dislikes
        session {
          id
        }
        question {
          id
          messageText
        }
        replies(first: 40) {
          id
        }
        llmCalls(first: 40) {
          id
        }
        embeddingCalls(first: 40) {
          id
        }
        toolCalls(first: 40) {
          id
        }
        errors(first: 40) {
          id
        }
        feedback(first: 40) {
          id
        }
        llmStats {
          totalCalls
          successCalls
          errorCalls
          failedCalls
          unsuccessfulCalls
          totalTokens
          totalDurationMs
        }
        toolStats {
          totalCalls
          successCalls
          errorCalls
          totalDurationMs
        }
      }
    }
  }
`)

const named = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => ({ id }))
const sum = (rows: readonly number[]) => rows.reduce((a, b) => a + b, 0)
const storedSessions = new Set<string | null>(['s1', 's2', 's3', 's4', 's5'])

const countCalls = (calls: readonly { readonly status: string; readonly durationMs: number }[]) => ({
  totalCalls: calls.length,
  successCalls: calls.filter(({ status }) => status === 'success').length,
  errorCalls: calls.filter(({ status }) => status === 'error').length,
  totalDurationMs: sum(calls.map(({ durationMs }) => durationMs)),
})

/** A turn as the API returns it. */
const present = (turn: PlainTurn) => {
  const { first, question, llmCalls } = turn
  const { botId, botName, pipelineId, pipelineName, runnerName, sessionId, platform, userId, userName } = first
  return {
    id: turn.id,
    timestamp: first.timestamp.toISOString(),
    ...{ botId, botName, pipelineId, pipelineName, runnerName, sessionId, platform, userId, userName },
    replyCount: turn.replies.length,
    firstReplyMs: turn.firstReplyMs,
    endTime: turn.endTime.toISOString(),
    durationMs: turn.durationMs,
    modelName: turn.modelName,
    totalTokens: turn.totalTokens,
    totalCost: turn.totalCost,
    errorCount: turn.errors.length,
    feedbackCount: turn.feedback.length,
    likes: turn.likes,
    dislikes: turn.dislikes,
    session: storedSessions.has(sessionId) ? { id: sessionId } : null,
    question: question && { id: question.id, messageText: question.messageContent },
    replies: named(turn.replies),
    llmCalls: named(llmCalls),
    embeddingCalls: named(turn.embeddingCalls),
    toolCalls: named(turn.toolCalls),
    errors: named(turn.errors),
    feedback: named(turn.feedback),
    llmStats: {
      ...countCalls(llmCalls),
      failedCalls: llmCalls.filter(({ status }) => status === 'error' || status === 'timeout').length,
      unsuccessfulCalls: llmCalls.filter(({ status }) => status !== 'success').length,
      totalTokens: turn.totalTokens,
    },
    toolStats: countCalls(turn.toolCalls),
  }
}

const expectAllTurns = async () => {
  const { turns } = await app.execute(WholeTurns, { first: 200 })
  expect(turns.nodes).toEqual(computeTurns(drawn.all).map(present))
}

describe(`turns equal a computation over all messages (TURNS_SEED=${seed})`, () => {
  test('of messages that were stored out of order', async () => {
    await drawn.add(120)
    await expectAllTurns()
  })

  test('after messages were deleted', async () => {
    await drawn.remove(30)
    await expectAllTurns()
  })

  test('after late questions and replies', async () => {
    await drawn.add(60)
    await expectAllTurns()
  })
})

test.each([1, 10, 100])('%i turns with everything in them take 11 statements', async (first) => {
  const { result, statements } = await app.db.record(() => app.execute(WholeTurns, { first }))
  expect(result.turns.nodes.length).toBe(Math.min(first, computeTurns(drawn.all).length))
  expect(statements).toHaveLength(11)
})

const Links = graphql(`
  query Links {
    messages(first: 1000) {
      nodes {
        id
        replyTo {
          id
          messageText
        }
        turn {
          id
          replyCount
        }
      }
    }
    feedback(first: 1000) {
      nodes {
        id
        turn {
          id
          modelName
          question {
            id
          }
        }
      }
    }
    errors(first: 1000) {
      nodes {
        id
        turn {
          id
        }
      }
    }
  }
`)

test('messages and their records lead to their turn, in a fixed number of statements', async () => {
  const { result, statements } = await app.db.record(() => app.execute(Links, {}))
  const turns = computeTurns(drawn.all)
  const turnOf = (messageId: string | null) =>
    turns.find(({ messages }) => messages.some(({ id }) => id === messageId)) ?? null
  const expectedMessages = drawn.all.messages.map(({ id }) => {
    const turn = turnOf(id)
    const { question = null } = turn ?? {}
    return {
      id,
      replyTo: question && question.id !== id ? { id: question.id, messageText: question.messageContent } : null,
      turn: turn && { id: turn.id, replyCount: turn.replies.length },
    }
  })
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1)
  expect(result.messages.nodes.toSorted(byId)).toEqual(expectedMessages.sort(byId))
  expect(result.feedback.nodes.toSorted(byId)).toEqual(
    drawn.all.feedback
      .map(({ id, messageId }) => {
        const turn = turnOf(messageId)
        return {
          id,
          turn: turn && { id: turn.id, modelName: turn.modelName, question: turn.question && { id: turn.question.id } },
        }
      })
      .sort(byId),
  )
  expect(result.errors.nodes.toSorted(byId)).toEqual(
    drawn.all.errors
      .map(({ id, messageId }) => {
        const turn = turnOf(messageId)
        return { id, turn: turn && { id: turn.id } }
      })
      .sort(byId),
  )
  expect(statements).toHaveLength(8)
})
