import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { records } from '../../src/records/registry.ts'
import { rollups } from '../../src/records/rollups.ts'
import { schema } from '../../src/server/schema.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'
import { storeTraffic } from '../support/traffic.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await storeTraffic(app.db, 200)
  await foldDeltas(app.db, rollups)
  await storeTraffic(app.db, 30)
  await store(app.db, 'llmCall', [
    { id: 'own-1', botId: 'own', status: 'success', sessionId: 's', durationMs: 10, cost: null },
    { id: 'own-2', botId: 'own', status: 'cancelled', sessionId: null, durationMs: 30, modelName: 'b', cost: 0.5 },
    { id: 'own-3', botId: 'own', status: 'aborted', sessionId: 's', durationMs: 20, modelName: 'B', cost: 0.25 },
  ])
})
afterAll(() => app.close())

/** The metrics of LLM calls that a query returns, and its statements. */
const read = async (args: string, fields: string) => {
  const { result, statements } = await app.db.record(() =>
    app.send(`{ llmCallMetrics${args === '' ? '' : `(${args})`} { ${fields} } }`),
  )
  expect(result.errors).toBeUndefined()
  return { metrics: result.data?.['llmCallMetrics'] as Readonly<Record<string, unknown>>, statements: [...statements] }
}

const own = 'filter: { botIds: ["own"] }'

test('every record declares metrics, whose field has all parts', () => {
  const fields = schema.getQueryType()?.getFields() ?? {}
  const missing = records.filter(
    ({ metrics, model }) => !metrics || !fields[metrics.field]?.type.toString().includes(model.replace('Log', '')),
  )
  expect(missing.map(({ model }) => model)).toEqual([])
  expect(new Set(records.map(({ metrics }) => metrics.field)).size).toBe(records.length)
})

describe('groups', () => {
  test('with equal counts are ordered by key, byte by byte', async () => {
    const { metrics } = await read(`${own}, groupBy: [MODEL]`, 'groups { key { model } measures { calls } }')
    expect(metrics['groups']).toEqual(['B', 'b', 'gpt-4o'].map((model) => ({ key: { model }, measures: { calls: 1 } })))
  })

  test('of values outside of the known ones are one group, and null is another', async () => {
    const { metrics } = await read(
      `${own}, groupBy: [STATUS, SESSION], orderBy: { field: KEY, direction: ASC }`,
      'groups { key { status sessionId model bot { id } } }',
    )
    expect(metrics['groups']).toEqual([
      { key: { status: 'SUCCESS', sessionId: 's', model: null, bot: null } },
      { key: { status: 'UNKNOWN', sessionId: 's', model: null, bot: null } },
      { key: { status: 'UNKNOWN', sessionId: null, model: null, bot: null } },
    ])
  })

  test('beyond the first ones are summed up, with the percentiles and distinct counts of their calls', async () => {
    const fields =
      'groupCount truncated groups { isOthers key { model } measures { calls sessions durationMs { p50 } } share { calls } }'
    const { metrics } = await read(`${own}, groupBy: [MODEL], first: 1, others: true`, fields)
    expect(metrics).toEqual({
      groupCount: 3,
      truncated: true,
      groups: [
        {
          isOthers: false,
          key: { model: 'B' },
          measures: { calls: 1, sessions: 1, durationMs: { p50: 20 } },
          share: { calls: 33.33 },
        },
        {
          isOthers: true,
          key: { model: null },
          measures: { calls: 2, sessions: 1, durationMs: { p50: 20 } },
          share: { calls: 66.67 },
        },
      ],
    })
    const { metrics: all } = await read(
      `${own}, groupBy: [MODEL], first: 3, others: true`,
      'truncated groups { isOthers }',
    )
    expect(all).toEqual({ truncated: false, groups: Array.from({ length: 3 }, () => ({ isOthers: false })) })
    const { metrics: none } = await read(
      `${own}, groupBy: [MODEL], first: 0, others: true`,
      'groupCount groups { isOthers measures { calls } }',
    )
    expect(none).toEqual({ groupCount: 3, groups: [{ isOthers: true, measures: { calls: 3 } }] })
  })

  test('have the newest known name, found by an index', async () => {
    await store(app.db, 'llmCall', [
      { id: 'n-1', botId: 'renamed', botName: 'Old', timestamp: new Date('2026-06-05T10:00Z') },
      { id: 'n-2', botId: 'renamed', botName: 'New', timestamp: new Date('2026-06-05T11:00Z') },
      { id: 'n-3', botId: 'renamed', botName: null, timestamp: new Date('2026-06-05T12:00Z') },
      { id: 'n-4', botId: 'renamed', botName: '', timestamp: new Date('2026-06-05T13:00Z') },
    ])
    const filter = 'filter: { botIds: ["renamed"], endTime: "2026-06-05T10:30:00Z" }'
    const { metrics, statements } = await read(`${filter}, groupBy: [BOT]`, 'groups { key { bot { id name } } }')
    expect(metrics).toEqual({ groups: [{ key: { bot: { id: 'renamed', name: 'New' } } }] })
    expect(statements).toHaveLength(1)
  })
})

describe('measures', () => {
  test('without calls are 0 or null', async () => {
    const fields =
      'calls totalTokens totalCost sessions successRate avgCostPerCall durationMs { avg p95 quantile(p: 0.5) histogram { count } }'
    const { metrics, statements } = await read(
      'filter: { botIds: ["nobody"] }, groupBy: [BOT], bucket: DAY',
      `totals { ${fields} } series { label } groups { key { model } } groupCount truncated`,
    )
    const empty = {
      calls: 0,
      totalTokens: 0,
      totalCost: 0,
      sessions: 0,
      successRate: null,
      avgCostPerCall: null,
      durationMs: { avg: null, p95: null, quantile: null, histogram: [] },
    }
    expect(metrics).toEqual({ totals: empty, series: [], groups: [], groupCount: 0, truncated: false })
    expect(statements).toHaveLength(3)
    const disjoint = await read(
      'scope: { startTime: "2026-06-01" }, filter: { endTime: "2026-05-01" }, groupBy: [BOT], bucket: DAY',
      `totals { ${fields} } series { label } groups { key { model } } groupCount truncated`,
    )
    expect(disjoint).toEqual({ metrics, statements: [] })
  })

  test('have the percentiles of percentile_cont', async () => {
    const { metrics } = await read(
      '',
      'totals { durationMs { p50 p90 p95 p99 a: quantile(p: 0.123) b: quantile(p: 1) exact } }',
    )
    const [row] = await app.db.query<{ values: number[] }>(sql`
      SELECT percentile_cont(ARRAY[0.5, 0.9, 0.95, 0.99, 0.123, 1]) WITHIN GROUP (ORDER BY duration) AS values
      FROM monitoring_llm_calls`)
    const [p50, p90, p95, p99, a, b] = row?.values ?? []
    expect(metrics).toEqual({ totals: { durationMs: { p50, p90, p95, p99, a, b, exact: true } } })
  })

  test('have histograms with bins of equal width that contain all calls', async () => {
    const { metrics } = await read(own, 'totals { durationMs { histogram(bins: 3) { from to count } } }')
    expect(metrics).toEqual({
      totals: {
        durationMs: {
          histogram: [
            { from: 10, to: 17, count: 1 },
            { from: 17, to: 24, count: 1 },
            { from: 24, to: 31, count: 1 },
          ],
        },
      },
    })
  })
})

/** Computed from rows, since this filter restricts something that rollups do not contain, but matches all calls. */
const rows = 'filter: { not: { search: "no such text" } }'

test.each([
  [
    'groupBy: [MODEL, STATUS]',
    'groups { key { model status } measures { calls totalTokens totalCost callsWithoutCost avgCostPerCall errorRate } }',
  ],
  [
    'groupBy: [HOUR_OF_DAY], timeZone: "Asia/Shanghai"',
    'groups { key { hourOfDay } measures { calls totalCost durationMs { avg } } }',
  ],
  [
    'groupBy: [DAY_OF_WEEK, BOT], timeZone: "America/New_York", first: 4, others: true',
    'groups { key { dayOfWeek bot { id } } measures { calls zeroTokenSuccessRate } }',
  ],
  [
    'bucket: WEEK, timeZone: "Europe/Berlin"',
    'totals { calls } series { label measures { calls failureRate inputTokens } }',
  ],
  ['groupBy: [PIPELINE], bucket: DAY', 'groups { key { pipeline { id } } series { label measures { totalTokens } } }'],
])('rollups and rows agree: %s', async (args, fields) => {
  const [rolled, scanned] = [await read(args, fields), await read(`${args}, ${rows}`, fields)]
  expect(rolled.metrics).toEqual(scanned.metrics)
  expect(rolled.statements.join()).not.toContain('monitoring_')
  expect(scanned.statements.join()).not.toContain('botlens_')
})
