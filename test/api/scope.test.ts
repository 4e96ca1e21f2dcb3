import { print } from 'graphql'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask, readAnswer } from '../support/ask.ts'
import { makeClock } from '../support/clock.ts'
import { store } from '../support/factories.ts'

/** A Wednesday. In Shanghai it is 20:00 of the same day. */
const clock = makeClock('2026-06-10T12:00:00.000Z')
/** The time of the first operation of each test. */
const asOf = '2026-06-10T12:01:00.000Z'

const rows = [
  ['may', '2026-05-20T08:00:00Z', 'bot-1', 's-old'],
  ['week', '2026-06-03T12:00:00Z', 'bot-2', 's-old'],
  ['eve', '2026-06-09T20:00:00Z', 'bot-1', 's-new'],
  ['night', '2026-06-10T03:00:00Z', 'bot-1', 's-new'],
  ['noon', '2026-06-10T11:00:00Z', 'bot-2', 's-new'],
  ['ahead', '2026-06-10T18:00:00Z', 'bot-2', 's-new'],
].map(([id = '', timestamp = '', botId = '', sessionId = '']) => ({
  ...{ id, timestamp: new Date(timestamp), botId, sessionId },
}))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: clock.now })
  await store(app.db, 'message', rows)
  await store(app.db, 'llmCall', rows)
  await store(app.db, 'feedback', rows)
  await store(app.db, 'session', [
    { id: 's-old', startTime: new Date('2026-05-20T08:00:00Z') },
    { id: 's-new', startTime: new Date('2026-06-09T20:00:00Z') },
  ])
  await foldDeltas(app.db, rollups)
})
afterAll(() => app.close())
beforeEach(clock.restart)

const Dashboard = graphql(`
  query Dashboard($scope: MonitoringFilter) {
    overview(scope: $scope) {
      totalMessages
      llmCalls
      activeSessions
      window {
        ...Window
      }
    }
    tokenStatistics(scope: $scope, bucket: DAY) {
      summary {
        totalCalls
      }
      timeseries {
        label
        calls
      }
      window {
        ...Window
      }
    }
    feedbackStats(scope: $scope) {
      totalFeedback
      window {
        ...Window
      }
    }
    messages(scope: $scope) {
      nodes {
        id
      }
      totalCount
      window {
        ...Window
      }
    }
    sessions(orderBy: { field: START_TIME }) {
      nodes {
        messages(scope: $scope) {
          nodes {
            id
          }
          totalCount
          window {
            ...Window
          }
        }
      }
    }
  }
  fragment Window on ResolvedWindow {
    startTime
    endTime
    timeZone
    asOf
  }
`)

const expectedToday = (moment: string) => {
  const window = { startTime: '2026-06-09T16:00:00.000Z', endTime: moment, timeZone: 'Asia/Shanghai', asOf: moment }
  const ids = ['noon', 'night', 'eve'].map((id) => ({ id }))
  return {
    overview: { totalMessages: 3, llmCalls: 3, activeSessions: 1, window },
    tokenStatistics: {
      summary: { totalCalls: 3 },
      timeseries: [
        { label: '2026-06-09', calls: 1 },
        { label: '2026-06-10', calls: 2 },
      ],
      window,
    },
    feedbackStats: { totalFeedback: 3, window },
    messages: { nodes: ids, totalCount: 3, window },
    sessions: {
      nodes: [{ messages: { nodes: ids, totalCount: 3, window } }, { messages: { nodes: [], totalCount: 0, window } }],
    },
  }
}

test('one variable restricts a whole operation, at one time of a clock that advances, by POST and GET', async () => {
  const scope = { calendar: 'TODAY', timeZone: 'Asia/Shanghai' } as const
  for (let request = 1; request <= 10; request += 1) {
    const moment = new Date(Date.parse(asOf) + (request - 1) * 60_000).toISOString()
    if (request % 2 === 1) expect(await app.execute(Dashboard, { scope })).toEqual(expectedToday(moment))
    else {
      const variables = encodeURIComponent(JSON.stringify({ scope }))
      const url = `/graphql?query=${encodeURIComponent(print(Dashboard))}&variables=${variables}`
      const answer = await readAnswer(await app.fetch(url, { headers: { accept: 'application/json' } }))
      expect([answer.errors, answer.data]).toEqual([[], expectedToday(moment)])
    }
  }
})

const readList = async (list: string, args: string) => {
  const { data, errors } = await ask(app, `{ ${list}(${args}) { nodes { id } totalCount } }`)
  expect(errors).toEqual([])
  return data?.[list]
}

describe('lists are restricted by filter and scope together, also when they are counted', () => {
  test.each([
    ['scope: { last: "PT24H" }', 'noon night eve'],
    ['filter: { last: "PT24H" }', 'noon night eve'],
    ['filter: { last: "PT9H" }', 'noon'],
    ['scope: { last: "PT168H1M" }', 'noon night eve week'],
    ['scope: { calendar: TODAY }', 'noon night'],
    ['scope: { calendar: TODAY }, filter: { timeZone: "Asia/Shanghai" }', 'noon night'],
    ['scope: { timeZone: "Asia/Shanghai" }, filter: { calendar: TODAY }', 'noon night eve'],
    ['scope: { calendar: TODAY, timeZone: "America/New_York" }', 'noon'],
    ['scope: { calendar: YESTERDAY }', 'eve'],
    ['scope: { calendar: THIS_WEEK }', 'noon night eve'],
    ['scope: { calendar: LAST_WEEK }', 'week'],
    ['scope: { calendar: THIS_MONTH }', 'noon night eve week'],
    ['scope: { calendar: LAST_MONTH }', 'may'],
    ['scope: { startTime: "2026-06-01" }, filter: { endTime: "2026-06-09T20:00:00Z" }', 'eve week'],
    ['scope: { calendar: THIS_WEEK }, filter: { startTime: "2026-06-10T03:00:00.001Z" }', 'noon'],
    ['scope: { calendar: THIS_MONTH }, filter: { last: "PT24H", botIds: ["bot-1"] }', 'night eve'],
    ['scope: { botIds: ["bot-1"] }, filter: { calendar: THIS_MONTH }', 'night eve'],
    ['scope: { botIds: ["bot-1"] }, filter: { botIds: ["bot-1", "bot-2"] }', 'night eve may'],
    ['scope: { botIds: ["bot-1"], pipelineIds: [] }, filter: { botIds: ["bot-2"] }', ''],
    ['scope: { botIds: [] }, filter: { botIds: ["bot-2"] }', 'ahead noon week'],
    ['scope: { calendar: LAST_WEEK }, filter: { calendar: LAST_MONTH }', ''],
    ['scope: null, filter: { last: null, calendar: null, timeZone: null }', 'ahead noon night eve week may'],
    ['filter: { or: [{ last: "PT2H" }, { calendar: LAST_WEEK }] }', 'noon week'],
    ['filter: { not: { calendar: THIS_MONTH } }', 'ahead may'],
    ['filter: { session: { calendar: YESTERDAY } }', 'ahead noon night eve'],
    ['filter: { calendar: THIS_MONTH, not: { and: [{ botIds: ["bot-2"] }, { last: "P2D" }] } }', 'night eve week'],
    ['filter: { timeZone: "Asia/Shanghai", and: [{ calendar: TODAY }] }', 'noon night eve'],
    ['scope: { timeZone: "Asia/Shanghai" }, filter: { or: [{ calendar: TODAY }] }', 'noon night eve'],
    ['filter: { or: [{ calendar: TODAY, timeZone: "America/New_York" }, { calendar: YESTERDAY }] }', 'noon eve'],
  ])('%s', async (args, ids) => {
    const nodes = ids === '' ? [] : ids.split(' ').map((id) => ({ id }))
    for (const list of ['messages', 'llmCalls', 'feedback']) {
      clock.restart()
      expect([list, await readList(list, args)]).toEqual([list, { nodes, totalCount: nodes.length }])
    }
  })
})

const everything = `overview(ARGS) { totalMessages llmCalls modelCalls successRate activeSessions totalErrors totalTokens totalCost }
  tokenStatistics(ARGS) { summary { totalCalls totalCost } byModel { calls } timeseries { calls } }
  feedbackStats(ARGS) { totalFeedback satisfactionRate byBot { total } }
  messages(ARGS) { nodes { id } totalCount pageInfo { hasNextPage } window { startTime endTime timeZone asOf } }
  sessions { nodes { messages(ARGS) { nodes { id } totalCount } } }`

test('windows that do not overlap match nothing, and are returned as they are', async () => {
  const args = 'scope: { calendar: TODAY }, filter: { calendar: YESTERDAY }'
  const { result: answer, statements } = await app.db.record(() =>
    ask(app, `{ ${everything.replaceAll('ARGS', args)} }`),
  )
  const none = { nodes: [], totalCount: 0 }
  expect([answer.errors, answer.data]).toEqual([
    [],
    {
      overview: {
        ...{ totalMessages: 0, llmCalls: 0, modelCalls: 0, successRate: 100, activeSessions: 0, totalErrors: 0 },
        ...{ totalTokens: 0, totalCost: 0 },
      },
      tokenStatistics: { summary: { totalCalls: 0, totalCost: 0 }, byModel: [], timeseries: [] },
      feedbackStats: { totalFeedback: 0, satisfactionRate: 0, byBot: [] },
      messages: {
        ...none,
        pageInfo: { hasNextPage: false },
        window: {
          startTime: '2026-06-10T00:00:00.000Z',
          endTime: '2026-06-09T23:59:59.999Z',
          timeZone: 'UTC',
          asOf,
        },
      },
      sessions: { nodes: [{ messages: none }, { messages: none }] },
    },
  ])
  expect(statements).toHaveLength(9)
})

test('counts and statistics in a scope are read from rollups, and from rows only at the ends of the window', async () => {
  const statementsOf = async (query: string) => {
    const { result, statements } = await app.db.record(() => ask(app, `{ ${query} }`))
    expect(result.errors).toEqual([])
    expect(statements).toHaveLength(1)
    return statements[0]
  }
  for (const args of ['scope: { botIds: ["bot-1"] }', 'scope: { botIds: ["bot-1"] }, filter: { botIds: ["bot-2"] }'])
    expect(await statementsOf(`messages(${args}) { totalCount }`)).not.toContain('monitoring_')
  for (const query of [
    'llmCalls(scope: { last: "P20D" }, filter: { statuses: [SUCCESS] }) { totalCount }',
    'llmCalls(scope: { botIds: ["bot-1"], calendar: THIS_MONTH }, filter: { startTime: "2026-06-05" }) { totalCount }',
    'overview(scope: { last: "P20D" }, filter: { botIds: ["bot-1"] }) { llmCalls }',
    'tokenStatistics(scope: { last: "P20D", botIds: ["bot-1"] }) { summary { totalCalls } }',
    'tokenStatistics(scope: { last: "P20D" }) { timeseries { calls } }',
  ]) {
    const statement = await statementsOf(query)
    expect(statement).toContain('FROM "botlens_llm_calls_rollups"')
    for (const end of ['"timestamp" >= $', '"timestamp" < $']) expect(statement).toContain(end)
  }
})

test('the statements of a page do not depend on its number of parents, and equal windows share them', async () => {
  const list = (last: string) => `messages(scope: { last: "${last}" }) { nodes { id } totalCount }`
  const query = (first: number) =>
    `{ sessions(first: ${first}) { nodes { ${list('P7D')} } edges { node { ${list('P7D')} } } } }`
  for (const first of [1, 2]) {
    const { result, statements } = await app.db.record(() => ask(app, query(first)))
    expect(result.errors).toEqual([])
    expect(statements).toHaveLength(3)
  }
})
