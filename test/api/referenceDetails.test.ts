import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { importReference } from '../support/reference.ts'
import { asList, asObject, nameCases, translateRow } from '../support/referenceAnswers.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await importReference(app.db)
})
afterAll(() => app.close())

const SessionAnalysis = graphql(`
  query ReferenceSessionAnalysis($id: ID!) {
    session(id: $id) {
      id
      botId
      botName
      pipelineId
      pipelineName
      messageCount
      startTime
      lastActivity
      isActive
      platform
      userId
      userName
      durationSeconds
      messageStats {
        total
        success
        error
        pending
      }
      llmStats {
        totalCalls
        successCalls
        errorCalls
        totalInputTokens
        totalOutputTokens
        totalTokens
        averageDurationMs
      }
      errors {
        nodes {
          ...ReferenceError
        }
      }
    }
  }
  fragment ReferenceError on ErrorLog {
    id
    timestamp
    errorType
    errorMessage
    botId
    botName
    pipelineId
    pipelineName
    sessionId
    messageId
    stackTrace
  }
`)

test.each(nameCases(/^sessions\/.*analysis$/))('%s', async (_name, { endpoint, data }) => {
  const id = decodeURIComponent(endpoint.split('/')[1] ?? '')
  const { session } = await app.execute(SessionAnalysis, { id })
  if (data['found'] === false) return expect(session).toBeNull()
  expect(session).toEqual({
    ...translateRow('session', asObject(data['session'])),
    durationSeconds: data['session_duration_seconds'],
    messageStats: translateRow('stats', asObject(data['message_stats'])),
    llmStats: translateRow('stats', asObject(data['llm_stats'])),
    errors: { nodes: asList(data['errors']).map((row) => translateRow('errorLog', row)) },
  })
})

const MessageDetails = graphql(`
  query ReferenceMessageDetails($id: ID!) {
    message(id: $id) {
      id
      timestamp
      botId
      botName
      pipelineId
      pipelineName
      runnerName
      messageContent
      sessionId
      status
      level
      platform
      userId
      userName
      role
      variables
      llmCalls {
        id
        timestamp
        modelName
        inputTokens
        outputTokens
        totalTokens
        durationMs
        cost
        status
        botId
        botName
        pipelineId
        pipelineName
        sessionId
        messageId
        errorMessage
      }
      llmStats {
        totalCalls
        totalInputTokens
        totalOutputTokens
        totalTokens
        totalDurationMs
        averageDurationMs
      }
      errors {
        ...ReferenceError
      }
    }
  }
`)

describe('message details', () => {
  test.each(nameCases(/^messages\/.*details$/))('%s', async (_name, { endpoint, data }) => {
    const { message } = await app.execute(MessageDetails, { id: endpoint.split('/')[1] ?? '' })
    expect(message).toEqual({
      ...translateRow('message', asObject(data['message'])),
      llmCalls: asList(data['llm_calls']).map((row) => translateRow('llmCall', row)),
      llmStats: translateRow('stats', asObject(data['llm_stats'])),
      errors: asList(data['errors']).map((row) => translateRow('errorLog', row)),
    })
  })
})
