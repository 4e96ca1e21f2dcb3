import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'message', [{ id: 'm', sessionId: 's' }])
  await store(app.db, 'session', [{ id: 's' }, { id: 'none' }])
  const statuses = ['success', 'success', 'error', 'error', 'error', 'timeout', 'timeout', 'pending', 'of tomorrow']
  await store(
    app.db,
    'llmCall',
    statuses.map((status, index) => ({
      id: `c${index}`,
      status,
      sessionId: 's',
      messageId: 'm',
      cost: index === 0 ? null : 0.0000005 * index,
    })),
  )
})
afterAll(() => app.close())

const Failures = graphql(`
  query Failures {
    message(id: "m") {
      llmStats {
        ...FailureCounts
      }
    }
    session(id: "s") {
      llmStats {
        ...FailureCounts
      }
    }
    without: session(id: "none") {
      llmStats {
        ...FailureCounts
      }
    }
  }
  fragment FailureCounts on LlmStats {
    totalCalls
    successCalls
    errorCalls
    failedCalls
    unsuccessfulCalls
    totalCost
    callsWithoutCost
  }
`)

test('failed and unsuccessful calls have the same meaning for messages and sessions; errorCalls follows the contract', async () => {
  const { message, session, without } = await app.execute(Failures, {})
  // 1 to 8 times 0.0000005.
  const counts = {
    ...{ totalCalls: 9, successCalls: 2, failedCalls: 5, unsuccessfulCalls: 7 },
    ...{ totalCost: 0.000018, callsWithoutCost: 1 },
  }
  expect(message?.llmStats).toEqual({ ...counts, errorCalls: 3 })
  expect(session?.llmStats).toEqual({ ...counts, errorCalls: 7 })
  expect(without?.llmStats).toEqual({
    totalCalls: 0,
    successCalls: 0,
    errorCalls: 0,
    failedCalls: 0,
    unsuccessfulCalls: 0,
    totalCost: 0,
    callsWithoutCost: 0,
  })
})
