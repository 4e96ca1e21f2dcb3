import { afterAll, beforeAll, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const Names = graphql(`
  query Names($filter: MonitoringFilter) {
    feedbackStats(filter: $filter) {
      byBot {
        botId
        botName
        total
      }
      byPipeline {
        pipelineId
        pipelineName
        total
      }
    }
  }
`)

const named = (hour: number, botId: string | null, botName: string | null) => ({
  id: `${botId} at ${hour}`,
  timestamp: new Date(Date.UTC(2026, 5, 5, hour)),
  botId,
  botName,
  pipelineId: botId,
  pipelineName: botName,
})

test('each bot and pipeline has its newest known name, even if newer feedback has none', async () => {
  await store(app.db, 'feedback', [
    named(1, 'renamed', 'Old'),
    named(2, 'renamed', 'New'),
    named(3, 'renamed', null),
    named(4, 'renamed', ''),
    named(4, 'nameless', null),
    named(1, null, 'Unidentified'),
    named(2, null, null),
  ])
  const { byBot, byPipeline } = (await app.execute(Names, {})).feedbackStats
  const expected = [
    ['renamed', 'New', 4],
    [null, 'Unidentified', 2],
    ['nameless', null, 1],
  ]
  expect(byBot.map(({ botId, botName, total }) => [botId, botName, total])).toEqual(expected)
  expect(byPipeline.map(({ pipelineId, pipelineName, total }) => [pipelineId, pipelineName, total])).toEqual(expected)
  const early = await app.execute(Names, { filter: { botIds: ['renamed'], endTime: '2026-06-05T01:00:00Z' } })
  expect(early.feedbackStats.byBot).toEqual([{ botId: 'renamed', botName: 'Old', total: 1 }])
})

test.each([
  ['totalFeedback totalLikes satisfactionRate', []],
  ['totalDislikes byBot { botName }', ['bot_name']],
  ['byBot { total } byPipeline { pipelineId likes }', ['bot_name', 'pipeline_name']],
])('{ %s } is one statement, which looks up the names of the selected groups only', async (fields, names) => {
  const { result, statements } = await app.db.record(() => app.send(`{ feedbackStats { ${fields} } }`))
  expect(result.errors).toBeUndefined()
  expect(statements).toHaveLength(1)
  const named = ['bot_name', 'pipeline_name'].filter((name) => statements[0]?.includes(`SELECT "${name}" FROM`))
  expect(named).toEqual(names)
})

test('totals without any matching feedback are 0', async () => {
  const query =
    '{ feedbackStats(filter: { botIds: ["nobody"] }) { totalFeedback totalLikes totalDislikes satisfactionRate } }'
  const { data } = await app.send(query)
  const expected = { totalFeedback: 0, totalLikes: 0, totalDislikes: 0, satisfactionRate: 0 }
  expect(data).toEqual({ feedbackStats: expected })
})
