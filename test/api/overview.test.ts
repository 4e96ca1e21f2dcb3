import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { importReference } from '../support/reference.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await importReference(app.db)
})
afterAll(() => app.close())

const Overview = graphql(`
  query Overview($filter: MonitoringFilter) {
    overview(filter: $filter) {
      totalMessages
      llmCalls
      embeddingCalls
      modelCalls
      successRate
      activeSessions
      totalErrors
      totalTokens
      totalCost
    }
  }
`)

test('the whole overview takes one statement', async () => {
  const { result, statements } = await app.db.record(() => app.execute(Overview, {}))
  expect(result.overview).toEqual({
    totalMessages: 361,
    llmCalls: 300,
    embeddingCalls: 60,
    modelCalls: 360,
    successRate: 95.84,
    activeSessions: 12,
    totalErrors: 6,
    totalTokens: 386839,
    totalCost: 12.602533,
  })
  expect(statements).toHaveLength(1)
})

const OneStatistic = graphql(`
  query OneStatistic {
    overview {
      totalErrors
    }
  }
`)

test('statistics that are not selected are not computed', async () => {
  const { result, statements } = await app.db.record(() => app.execute(OneStatistic, {}))
  expect(result).toEqual({ overview: { totalErrors: 6 } })
  expect(statements.join()).not.toContain('monitoring_llm_calls')
})

test('an embedding call has the bot of its message or session, if any', async () => {
  const { overview } = await app.execute(Overview, { filter: { botIds: ['b0a1c2d3-0000-4000-8000-000000000002'] } })
  const { overview: all } = await app.execute(Overview, {
    filter: {
      botIds: [1, 2, 3].map((bot) => `b0a1c2d3-0000-4000-8000-00000000000${bot}`),
    },
  })
  expect(overview.embeddingCalls).toBe(16)
  expect(all.embeddingCalls).toBe(44)
})

test('without messages, the success rate is 100 %', async () => {
  const { overview } = await app.execute(Overview, { filter: { botIds: ['nobody'] } })
  expect(overview).toEqual({
    totalMessages: 0,
    llmCalls: 0,
    embeddingCalls: 0,
    modelCalls: 0,
    successRate: 100,
    activeSessions: 0,
    totalErrors: 0,
    totalTokens: 0,
    totalCost: 0,
  })
})
