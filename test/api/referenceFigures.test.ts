import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { TimeBucket } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { importReference } from '../support/reference.ts'
import { asList, asObject, isScoped, nameCases, translateFilter, translateRow } from '../support/referenceAnswers.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await importReference(app.db)
})
afterAll(() => app.close())

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

test.each([...nameCases(/^overview$/), ...nameCases(/^data$/)])('overview: %s', async (_name, { parameters, data }) => {
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

/** The expected cost, or the actual one if a half in its sixth and last decimal was rounded in the other direction. */
const roundedAs = (expected: unknown, actual: number | undefined): number => {
  const cost = Number(expected)
  return actual !== undefined && Math.abs(actual - cost) < 1.01e-6 ? actual : cost
}

test.each(nameCases(/^token-statistics$/))('%s', async (_name, { parameters, data }) => {
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

test.each(nameCases(/^feedback\/stats$/))('%s', async (_name, { parameters, data }) => {
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
