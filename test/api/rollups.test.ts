import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rebuildRollups } from '../../src/db/rollups/rebuild.ts'
import { verifyRollups } from '../../src/db/rollups/verify.ts'
import { rollups } from '../../src/records/rollups.ts'
import { graphql } from '../generated/gql.ts'
import type { TimeBucket } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { type RowsFilter, seriesByRows, statisticsByRows, tokensByRows } from '../support/statisticsByRows.ts'
import { storeTraffic } from '../support/traffic.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const Statistics = graphql(`
  query RolledStatistics($filter: MonitoringFilter) {
    overview(filter: $filter) {
      totalMessages
      llmCalls
      totalTokens
      totalCost
      embeddingCalls
      activeSessions
      totalErrors
    }
    feedbackStats(filter: $filter) {
      totalFeedback
      totalLikes
      totalDislikes
    }
    tokenStatistics(filter: $filter) {
      summary {
        totalCalls
        successCalls
        errorCalls
        totalInputTokens
        totalOutputTokens
        totalTokens
        totalCost
        avgDurationMs
        zeroTokenSuccessCalls
      }
      byModel {
        modelName
        calls
        errorCalls
        totalTokens
        cost
      }
    }
  }
`)

const Series = graphql(`
  query RolledSeries($filter: MonitoringFilter, $bucket: TimeBucket!, $timeZone: TimeZone!, $failures: Boolean!) {
    tokenStatistics(filter: $filter, bucket: $bucket, timeZone: $timeZone, fillGaps: false) {
      timeseries {
        bucketStart
        calls
        inputTokens
        outputTokens
        totalTokens
        cost
        avgDurationMs
        errorCalls @include(if: $failures)
        failedCalls @include(if: $failures)
      }
    }
  }
`)

const filters: readonly RowsFilter[] = [
  {},
  { botIds: ['bot-1'] },
  { botIds: ['bot-2', 'bot-3'], pipelineIds: ['pipeline-2'] },
  { startTime: '2026-05-25T10:00:00.001Z' },
  { endTime: '2026-06-30T23:59:59.999Z' },
  { startTime: '2026-05-31T22:59:59.999Z', endTime: '2026-07-01T00:00:00.000Z' },
  { startTime: '2026-05-21T07:30:00.000Z', endTime: '2026-07-03T17:15:00.000Z', pipelineIds: ['pipeline-1'] },
  { startTime: '2026-06-01T00:00:00.000Z', endTime: '2026-06-30T23:59:59.999Z' },
  { startTime: '2026-06-10T05:00:00.000Z', endTime: '2026-06-10T05:59:59.998Z' },
  { startTime: '2026-06-10T05:10:00.000Z', endTime: '2026-06-10T06:50:00.000Z' },
  { startTime: '2026-06-10T05:00:00.000Z', endTime: '2026-06-10T05:00:00.000Z' },
  { startTime: '2030-01-01T00:00:00.000Z' },
  { startTime: '0001-01-01T00:00:00.000Z', endTime: '9999-12-31T23:59:59.999Z' },
  { startTime: '9999-12-31T23:59:59.998Z', endTime: '9999-12-31T23:59:59.999Z' },
]

/** Compares every statistic with scans over the rows, for every filter. */
const expectExact = async () => {
  for (const filter of filters) {
    const { overview, feedbackStats, tokenStatistics } = await app.execute(Statistics, { filter })
    expect({ filter, overview, feedbackStats }).toEqual({ filter, ...(await statisticsByRows(app.db, filter)) })
    expect({ filter, ...tokenStatistics }).toEqual({ filter, ...(await tokensByRows(app.db, filter)) })
  }
  expect((await verifyRollups(app.db, rollups)).differences).toEqual([])
}

/** Changes of rows, applied in order. Each one is also checked before it is folded. */
const steps: readonly { name: string; happen: () => Promise<unknown> }[] = [
  { name: 'rows are added', happen: () => storeTraffic(app.db, 300) },
  { name: 'late rows are added', happen: () => storeTraffic(app.db, 60) },
  {
    name: 'kinds change',
    happen: () =>
      app.db.execute(
        raw("UPDATE monitoring_messages SET status = 'success' WHERE status = 'pending' AND id < 'row-2'"),
      ),
  },
  {
    name: 'tokens, cost and duration change',
    happen: () =>
      app.db.execute(
        raw(`UPDATE monitoring_llm_calls SET total_tokens = total_tokens + 1, input_tokens = input_tokens + 1,
          cost = CASE WHEN cost IS NULL THEN 0.5 END, duration = duration + 7 WHERE length(id) % 2 = 1`),
      ),
  },
  {
    name: 'times, bots and models change',
    happen: () =>
      app.db.execute(
        raw(`UPDATE monitoring_llm_calls SET timestamp = timestamp + interval '61 minutes 1 millisecond',
          bot_id = nullif(bot_id, 'bot-2'), model_name = 'o' || model_name WHERE right(id, 1) = '3'`),
      ),
  },
  {
    name: 'sessions end',
    happen: () => app.db.execute(raw("UPDATE monitoring_sessions SET is_active = FALSE WHERE bot_id = 'bot-1'")),
  },
  {
    name: 'rows come again, and change',
    happen: () =>
      app.db.execute(
        raw(`INSERT INTO monitoring_feedback SELECT * FROM monitoring_feedback WHERE bot_id = 'bot-3'
          ON CONFLICT (id) DO UPDATE SET feedback_type = 3 - excluded.feedback_type, bot_id = 'bot-2'`),
      ),
  },
  {
    name: 'rows are removed',
    happen: async () => {
      for (const table of ['messages', 'llm_calls', 'embedding_calls', 'errors', 'feedback'])
        await app.db.execute(raw(`DELETE FROM monitoring_${table} WHERE timestamp < '2026-06-03T04:05Z'`))
      await app.db.execute(raw("DELETE FROM monitoring_sessions WHERE start_time < '2026-06-03T04:05Z'"))
    },
  },
]

describe('statistics are exact', () => {
  test.each(steps)('when $name', async ({ happen }) => {
    await happen()
    await expectExact()
    expect(await foldDeltas(app.db, rollups)).toBeGreaterThan(0)
    await expectExact()
    expect(await foldDeltas(app.db, rollups)).toBe(0)
  })

  test('when all rollups are rebuilt', async () => {
    await app.db.execute(raw("DELETE FROM botlens_llm_calls_rollups WHERE period > now() - interval '1 century'"))
    await storeTraffic(app.db, 20)
    expect(await rebuildRollups(app.db, rollups)).toBe(true)
    await expectExact()
    expect(await foldDeltas(app.db, rollups)).toBe(0)
  })

  test.each<[TimeBucket, string]>([
    ['HOUR', 'UTC'],
    ['HOUR', 'Europe/Berlin'],
    ['DAY', 'UTC'],
    ['DAY', 'America/New_York'],
    ['WEEK', 'UTC'],
    ['WEEK', 'Asia/Shanghai'],
    ['MONTH', 'UTC'],
    ['MONTH', 'Pacific/Auckland'],
    ['MINUTE', 'UTC'],
    ['HOUR', 'Asia/Kolkata'],
    ['DAY', 'Asia/Kathmandu'],
    ['MONTH', 'Australia/Adelaide'],
  ])('in a series by %s in %s', async (bucket, timeZone) => {
    await storeTraffic(app.db, 20)
    for (const filter of filters) {
      const rows = await seriesByRows(app.db, filter, bucket.toLowerCase(), timeZone)
      const withFailures = JSON.parse(JSON.stringify(rows)) as Record<string, unknown>[]
      const withoutFailures = withFailures.map(({ errorCalls: _, failedCalls: __, ...row }) => row)
      const askFor = async (failures: boolean) =>
        (await app.execute(Series, { filter, bucket, timeZone, failures })).tokenStatistics.timeseries
      expect({ filter, series: await askFor(true) }).toEqual({ filter, series: withFailures })
      expect({ filter, series: await askFor(false) }).toEqual({ filter, series: withoutFailures })
    }
  })

  test('when a table is truncated', async () => {
    await app.db.execute(raw('TRUNCATE monitoring_messages, monitoring_llm_calls'))
    await expectExact()
    expect(await app.db.query(raw('SELECT * FROM botlens_llm_calls_rollups'))).toEqual([])
  })
})

test('rollups without rows are removed', async () => {
  await app.db.execute(raw('DELETE FROM monitoring_errors'))
  await foldDeltas(app.db, rollups)
  expect(await app.db.query(raw('SELECT * FROM botlens_errors_rollups'))).toEqual([])
})

test('a change that does not affect statistics creates no delta', async () => {
  await foldDeltas(app.db, rollups)
  await app.db.execute(raw("UPDATE monitoring_sessions SET last_activity = last_activity + interval '1 hour'"))
  await app.db.execute(raw("UPDATE monitoring_embedding_calls SET query_text = 'other'"))
  expect(await foldDeltas(app.db, rollups)).toBe(0)
})

describe('damage', () => {
  test('is found, reported and repaired by a rebuild', async () => {
    await app.db.execute(raw('TRUNCATE monitoring_llm_calls'))
    const insert = (id: string, time: string) =>
      app.db.execute(
        raw(`INSERT INTO monitoring_llm_calls
          (id, timestamp, model_name, input_tokens, output_tokens, total_tokens, duration, cost, status, bot_id)
          VALUES ('${id}', '${time}', 'gpt-4o', 10, 5, 15, 100, 0.25, 'success', 'bot-1')`),
      )
    await insert('a', '2026-06-05T12:00Z')
    await insert('b', '2026-06-05T13:59:59.999Z')
    await foldDeltas(app.db, rollups)
    await app.db.execute(
      raw(
        "UPDATE botlens_llm_calls_rollups SET row_count = 3, cost = 1 WHERE grain = 'hour' AND period = '2026-06-05T13:00Z'",
      ),
    )
    await app.db.execute(raw("DELETE FROM botlens_llm_calls_rollups WHERE grain = 'month'"))
    const dimensions = { bot_id: 'bot-1', pipeline_id: null, model_name: 'gpt-4o', status: 'success' }
    const table = 'monitoring_llm_calls'
    const { compared, differences } = await verifyRollups(app.db, rollups)
    expect(differences).toEqual([
      {
        table,
        grain: 'month',
        period: new Date('2026-06-01T00:00Z'),
        dimensions,
        excess: { row_count: -2, input_tokens: -20, output_tokens: -10, total_tokens: -30, duration: -200, cost: -0.5 },
      },
      { table, grain: 'hour', period: new Date('2026-06-05T13:00Z'), dimensions, excess: { row_count: 2, cost: 0.75 } },
    ])
    expect(compared).toBeGreaterThan(6)
    await rebuildRollups(app.db, rollups)
    expect((await verifyRollups(app.db, rollups)).differences).toEqual([])
  })
})
