import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { TimeBucket } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { importReference } from '../support/reference.ts'
import { asList, asObject, isScoped, readCases, translateFilter, translateRow } from '../support/referenceAnswers.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await importReference(app.db)
})
afterAll(() => app.close())

const named = (endpoint: RegExp) => readCases(endpoint).map((one) => [one.name, one] as const)

const Overview = graphql(`
  query ReferenceOverview($filter: MonitoringFilter) {
    overview(filter: $filter) {
      activeSessions
      embeddingCalls
      llmCalls
      modelCalls
      successRate
      totalMessages
    }
  }
`)

test.each([...named(/^overview$/), ...named(/^data$/)])('overview: %s', async (_name, { parameters, data }) => {
  const { overview } = await app.execute(Overview, { filter: translateFilter(parameters) })
  const expected = translateRow('overview', asObject(data['overview'] ?? data))
  const embedding = isScoped(parameters)
    ? { embeddingCalls: overview.embeddingCalls, modelCalls: overview.modelCalls }
    : {}
  expect(overview).toEqual({ ...expected, ...embedding })
})

const TokenStatistics = graphql(`
  query ReferenceTokenStatistics($filter: MonitoringFilter, $bucket: TimeBucket!) {
    tokenStatistics(filter: $filter, bucket: $bucket, fillGaps: false) {
      bucket
      summary {
        totalCalls
        successCalls
        errorCalls
        totalInputTokens
        totalOutputTokens
        totalTokens
        totalCost
        avgTokensPerCall
        avgDurationMs
        avgTokensPerSecond
        zeroTokenSuccessCalls
      }
      byModel {
        modelName
        calls
        errorCalls
        inputTokens
        outputTokens
        totalTokens
        cost
        avgTokensPerCall
        avgDurationMs
      }
      timeseries {
        bucket: label
        calls
        inputTokens
        outputTokens
        totalTokens
      }
    }
  }
`)

/** The expected cost, or the actual one where a half in its sixth and last decimal went the other way. */
const roundedAs = (expected: unknown, actual: number | undefined): number => {
  const cost = Number(expected)
  return actual !== undefined && Math.abs(actual - cost) < 1.01e-6 ? actual : cost
}

test.each(named(/^token-statistics$/))('%s', async (_name, { parameters, data }) => {
  const bucket = (parameters.get('bucket') ?? 'hour').toUpperCase() as TimeBucket
  const { tokenStatistics } = await app.execute(TokenStatistics, { filter: translateFilter(parameters), bucket })
  const byTokens = asList(data['by_model']).toSorted(
    (a, b) =>
      Number(b['total_tokens']) - Number(a['total_tokens']) ||
      (String(a['model_name']) < String(b['model_name']) ? -1 : 1),
  )
  expect(tokenStatistics).toEqual({
    bucket,
    summary: translateRow('summary', asObject(data['summary'])),
    byModel: byTokens.map((row, index) => ({
      ...translateRow('model', row),
      cost: roundedAs(row['cost'], tokenStatistics.byModel[index]?.cost),
    })),
    timeseries: asList(data['timeseries']).map((row) => translateRow('bucket', row)),
  })
})

const FeedbackStats = graphql(`
  query ReferenceFeedbackStats($filter: MonitoringFilter) {
    feedbackStats(filter: $filter) {
      totalFeedback
      totalLikes
      totalDislikes
      satisfactionRate
      byBot {
        botId
        botName
        total
        likes
        dislikes
      }
    }
  }
`)

test.each(named(/^feedback\/stats$/))('%s', async (_name, { parameters, data }) => {
  const { feedbackStats } = await app.execute(FeedbackStats, { filter: translateFilter(parameters) })
  const byTotal = asList(data['by_bot']).toSorted(
    (a, b) =>
      Number(b['total']) - Number(a['total']) || String(a['bot_id'] ?? '~').localeCompare(String(b['bot_id'] ?? '~')),
  )
  expect(feedbackStats).toEqual({
    ...translateRow('feedbackStats', { ...data, by_bot: null }),
    byBot: byTotal.map((row) => translateRow('bot', row)),
  })
})

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

test.each(named(/^sessions\/.*analysis$/))('%s', async (_name, { endpoint, data }) => {
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
  test.each(named(/^messages\/.*details$/))('%s', async (_name, { endpoint, data }) => {
    const { message } = await app.execute(MessageDetails, { id: endpoint.split('/')[1] ?? '' })
    expect(message).toEqual({
      ...translateRow('message', asObject(data['message'])),
      llmCalls: asList(data['llm_calls']).map((row) => translateRow('llmCall', row)),
      llmStats: translateRow('stats', asObject(data['llm_stats'])),
      errors: asList(data['errors']).map((row) => translateRow('errorLog', row)),
    })
  })
})
