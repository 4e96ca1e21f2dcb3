import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import { graphql } from '../generated/gql.ts'
import type { LlmCallFilter } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 5, day, hour))

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  const makeCall = (id: string, modelName: string, day: number, cost: number | null) => ({
    ...{ id, modelName, cost, timestamp: at(day), messageId: `${modelName} ${day}` },
  })
  const calls = [
    makeCall('c1', 'known', 1, 0.25),
    makeCall('c2', 'known', 1, 0.5),
    makeCall('c3', 'unknown', 2, null),
    makeCall('c4', 'unknown', 2, null),
    makeCall('c5', 'some', 2, 0.125),
  ]
  await store(app.db, 'llmCall', calls)
  await foldDeltas(app.db, rollups)
  // This one remains a pending delta, and the one before it is free.
  await store(app.db, 'llmCall', [makeCall('c6', 'free', 3, 0), makeCall('c7', 'some', 3, null)])
  const messages = [...new Set(calls.map(({ messageId }) => messageId)), 'some 3', 'free 3', 'no calls 3']
  await store(
    app.db,
    'message',
    messages.map((id) => ({ id, sessionId: `session of ${id}`, timestamp: at(Number(id.at(-1)), 11) })),
  )
})
afterAll(() => app.close())

const CallCosts = graphql(`
  query CallCosts($filter: LlmCallFilter) {
    llmCallMetrics(filter: $filter, groupBy: [MODEL], orderBy: { field: KEY, direction: ASC }, bucket: DAY) {
      totals { ...CallCosts }
      series { measures { ...CallCosts } }
      groups {
        key { model }
        measures { ...CallCosts }
        series { measures { callsWithoutCost } }
      }
    }
  }
  fragment CallCosts on LlmCallMeasures {
    calls
    totalCost
    avgCostPerCall
    callsWithoutCost
  }
`)

const calls = (count: number, totalCost: number, avgCostPerCall: number | null, callsWithoutCost: number) => ({
  ...{ calls: count, totalCost, avgCostPerCall, callsWithoutCost },
})

test.each<[string, LlmCallFilter, string, string]>([
  ['rollups', {}, 'botlens_llm_calls_rollups', 'monitoring_llm_calls'],
  ['rows', { userIds: ['user-1'] }, 'monitoring_llm_calls', 'botlens_llm_calls_rollups'],
])(
  'LLM calls without a recorded cost, in total, by group and by bucket, from %s',
  async (_name, filter, read, unread) => {
    const { result, statements } = await app.db.record(() => app.execute(CallCosts, { filter }))
    const series = (...counts: readonly number[]) =>
      counts.map((callsWithoutCost) => ({ measures: { callsWithoutCost } }))
    expect(result).toEqual({
      llmCallMetrics: {
        totals: calls(7, 0.875, 0.21875, 3),
        series: [calls(2, 0.75, 0.375, 0), calls(3, 0.125, 0.125, 2), calls(2, 0, 0, 1)].map((measures) => ({
          measures,
        })),
        groups: [
          { key: { model: 'free' }, measures: calls(1, 0, 0, 0), series: series(0, 0, 0) },
          { key: { model: 'known' }, measures: calls(2, 0.75, 0.375, 0), series: series(0, 0, 0) },
          { key: { model: 'some' }, measures: calls(2, 0.125, 0.125, 1), series: series(0, 0, 1) },
          { key: { model: 'unknown' }, measures: calls(2, 0, null, 2), series: series(0, 2, 0) },
        ],
      },
    })
    expect(statements.join()).toContain(read)
    expect(statements.join()).not.toContain(unread)
  },
)

const TurnCosts = graphql(`
  query TurnCosts {
    turnMetrics(groupBy: [MODEL], orderBy: { field: CALLS_WITHOUT_COST }, bucket: DAY) {
      totals { ...TurnCosts }
      series { measures { ...TurnCosts } }
      groups {
        key { model }
        measures { ...TurnCosts }
      }
    }
  }
  fragment TurnCosts on TurnMeasures {
    turns
    llmCalls
    callsWithoutCost
    totalCost
    avgCostPerTurn
  }
`)

const turns = (
  count: number,
  llmCalls: number,
  callsWithoutCost: number,
  totalCost: number,
  avgCostPerTurn: number,
) => ({
  ...{ turns: count, llmCalls, callsWithoutCost, totalCost, avgCostPerTurn },
})

test('the LLM calls of turns and those without a recorded cost, in total, by group and by bucket', async () => {
  const { turnMetrics } = await app.execute(TurnCosts, {})
  expect(turnMetrics).toEqual({
    totals: turns(6, 7, 3, 0.875, 0.145833333),
    series: [turns(1, 2, 0, 0.75, 0.75), turns(2, 3, 2, 0.125, 0.0625), turns(3, 2, 1, 0, 0)].map((measures) => ({
      measures,
    })),
    groups: [
      { key: { model: 'unknown' }, measures: turns(1, 2, 2, 0, 0) },
      { key: { model: 'some' }, measures: turns(2, 2, 1, 0.125, 0.0625) },
      { key: { model: 'free' }, measures: turns(1, 1, 0, 0, 0) },
      { key: { model: 'known' }, measures: turns(1, 2, 0, 0.75, 0.75) },
      { key: { model: null }, measures: turns(1, 0, 0, 0, 0) },
    ],
  })
})
