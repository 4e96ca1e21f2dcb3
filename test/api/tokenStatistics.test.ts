import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graphql } from '../generated/gql.ts'
import type { TimeBucket } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const Series = graphql(`
  query Series($filter: MonitoringFilter, $bucket: TimeBucket!, $timeZone: TimeZone!, $fillGaps: Boolean!) {
    tokenStatistics(filter: $filter, bucket: $bucket, timeZone: $timeZone, fillGaps: $fillGaps) {
      summary {
        totalCalls
        totalTokens
      }
      timeseries {
        bucketStart
        bucketEnd
        label
        calls
        totalTokens
      }
    }
  }
`)

/** Official clock changes: from, to, and the expected hours and days. */
const changes = [
  {
    timeZone: 'America/New_York',
    start: '2026-03-08T05:00:00.000Z',
    end: '2026-03-09T04:00:00.000Z',
    hours: 23,
    missing: '2026-03-08 02:00',
  },
  {
    timeZone: 'America/New_York',
    start: '2026-11-01T04:00:00.000Z',
    end: '2026-11-02T05:00:00.000Z',
    hours: 25,
    twice: '2026-11-01 01:00',
  },
  { timeZone: 'Asia/Kolkata', start: '2026-03-07T18:30:00.000Z', end: '2026-03-08T18:30:00.000Z', hours: 24 },
  { timeZone: 'Asia/Shanghai', start: '2026-03-07T16:00:00.000Z', end: '2026-03-08T16:00:00.000Z', hours: 24 },
  {
    timeZone: 'Australia/Lord_Howe',
    start: '2026-04-04T13:00:00.000Z',
    end: '2026-04-05T13:30:00.000Z',
    hours: 25,
    twice: '2026-04-05 01:00',
  },
  {
    timeZone: 'Australia/Lord_Howe',
    start: '2026-10-03T13:30:00.000Z',
    end: '2026-10-04T13:00:00.000Z',
    hours: 24,
    short: '2026-10-04 02:00',
  },
] as const

const before = (time: string, ms: number) => new Date(Date.parse(time) - ms).toISOString()

describe.each(changes)('$timeZone on the day from $start', (day) => {
  const { timeZone, start, end, hours } = day
  const botId = `${timeZone} ${start}`
  const askFor = (bucket: TimeBucket, fillGaps = true) =>
    app.execute(Series, {
      filter: { botIds: [botId], startTime: start, endTime: before(end, 1) },
      bucket,
      timeZone,
      fillGaps,
    })

  beforeAll(async () => {
    const minutes = (Date.parse(end) - Date.parse(start)) / 60_000
    const calls = Array.from({ length: minutes / 5 + 1 }, (_, index) => ({
      id: `${timeZone}-${start}-${index}`,
      timestamp: new Date(Date.parse(start) + index * 300_000 - 1),
      botId,
      totalTokens: index,
    }))
    await store(app.db, 'llmCall', calls.slice(1))
  })

  test('hours are contiguous, and their sums equal the total', async () => {
    const { summary, timeseries } = (await askFor('HOUR')).tokenStatistics
    expect(timeseries).toHaveLength(hours)
    expect(timeseries[0]?.bucketStart).toBe(start)
    expect(timeseries.at(-1)?.bucketEnd).toBe(end)
    for (const [index, bucket] of timeseries.slice(1).entries())
      expect(bucket.bucketStart).toBe(timeseries[index]?.bucketEnd)
    for (const { bucketStart, bucketEnd, calls } of timeseries)
      expect(calls).toBe((Date.parse(bucketEnd) - Date.parse(bucketStart)) / 300_000)
    expect(timeseries.reduce((sum, { totalTokens }) => sum + totalTokens, 0)).toBe(summary.totalTokens)
    expect(summary.totalCalls).toBe((Date.parse(end) - Date.parse(start)) / 300_000)
    expect((await askFor('HOUR', false)).tokenStatistics.timeseries).toEqual(timeseries)
  })

  test('labels are in local time', async () => {
    const { timeseries } = (await askFor('HOUR')).tokenStatistics
    const labels = timeseries.map(({ label }) => label)
    const date = labels[0]?.slice(0, 10)
    expect(labels[0]).toBe(`${date} 00:00`)
    expect(labels.at(-1)).toBe(`${date} 23:00`)
    const expected = { twice: 'twice' in day ? 2 : undefined, missing: 'missing' in day ? 0 : undefined }
    if ('twice' in day) expect(labels.filter((label) => label === day.twice)).toHaveLength(expected.twice ?? 0)
    if ('missing' in day) expect(labels).not.toContain(day.missing)
    if ('short' in day) {
      const short = timeseries.find(({ label }) => label === day.short)
      expect(Date.parse(short?.bucketEnd ?? '') - Date.parse(short?.bucketStart ?? '')).toBe(1_800_000)
    }
  })

  test('the day is one bucket from midnight to midnight', async () => {
    const { summary, timeseries } = (await askFor('DAY')).tokenStatistics
    expect(timeseries).toEqual([
      {
        bucketStart: start,
        bucketEnd: end,
        label: new Intl.DateTimeFormat('sv', { timeZone }).format(new Date(start)),
        calls: summary.totalCalls,
        totalTokens: summary.totalTokens,
      },
    ])
  })
})

describe('weeks, months and minutes', () => {
  beforeAll(() =>
    store(
      app.db,
      'llmCall',
      [
        '2026-02-28T22:59:59.999Z',
        '2026-02-28T23:00:00.000Z',
        '2026-03-29T21:59:59.999Z',
        '2026-03-29T22:00:00.000Z',
      ].map((time, index) => ({
        id: `calendar-${index}`,
        timestamp: new Date(time),
        botId: 'calendar',
        totalTokens: 1,
      })),
    ),
  )
  const askFor = async (bucket: TimeBucket, timeZone: string, fillGaps = true) => {
    const variables = { filter: { botIds: ['calendar'] }, bucket, timeZone, fillGaps }
    const { timeseries } = (await app.execute(Series, variables)).tokenStatistics
    return timeseries.map(({ label, bucketStart, bucketEnd, calls }) => [label, bucketStart, bucketEnd, calls])
  }

  test('months start at local midnight', async () => {
    expect(await askFor('MONTH', 'Europe/Berlin')).toEqual([
      ['2026-02', '2026-01-31T23:00:00.000Z', '2026-02-28T23:00:00.000Z', 1],
      ['2026-03', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z', 3],
    ])
  })

  test('weeks start on Monday, also in the week of a clock change', async () => {
    expect(await askFor('WEEK', 'Europe/Berlin', false)).toEqual([
      ['2026-02-23', '2026-02-22T23:00:00.000Z', '2026-03-01T23:00:00.000Z', 2],
      ['2026-03-23', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 1],
      ['2026-03-30', '2026-03-29T22:00:00.000Z', '2026-04-05T22:00:00.000Z', 1],
    ])
  })

  test('minutes without filled gaps are those with calls', async () => {
    expect(await askFor('MINUTE', 'Asia/Kolkata', false)).toEqual([
      ['2026-03-01 04:29', '2026-02-28T22:59:00.000Z', '2026-02-28T23:00:00.000Z', 1],
      ['2026-03-01 04:30', '2026-02-28T23:00:00.000Z', '2026-02-28T23:01:00.000Z', 1],
      ['2026-03-30 03:29', '2026-03-29T21:59:00.000Z', '2026-03-29T22:00:00.000Z', 1],
      ['2026-03-30 03:30', '2026-03-29T22:00:00.000Z', '2026-03-29T22:01:00.000Z', 1],
    ])
  })

  test('too many buckets are an error with the limit', async () => {
    const { errors } = await app.send(
      '{ tokenStatistics(filter: { botIds: ["calendar"] }, bucket: MINUTE) { timeseries { label } } }',
    )
    expect(errors?.[0]?.message).toContain('10,000 buckets')
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' })
    const { errors: none } = await app.send(
      '{ tokenStatistics(filter: { botIds: ["calendar"] }, bucket: MINUTE) { summary { totalCalls } } }',
    )
    expect(none).toBeUndefined()
  })

  test('a series without filled gaps reads no more rows than necessary to detect too many buckets', async () => {
    const start = Date.parse('2026-05-01T00:00:00Z')
    const rows = Array.from({ length: 10_500 }, (_, index) => ({
      id: `each-minute-${index}`,
      botId: 'minutes',
      timestamp: new Date(start + index * 60_000),
    }))
    await store(app.db, 'llmCall', rows)
    const { result, statements } = await app.db.record(() =>
      app.send(
        '{ tokenStatistics(filter: { botIds: ["minutes"] }, bucket: MINUTE, fillGaps: false) { timeseries { label } } }',
      ),
    )
    expect(result.errors?.[0]?.message).toContain('10,000 buckets')
    expect(statements.at(-1)).toMatch(/ LIMIT \$\d+$/)
  })

  test('a given window is filled even without calls, and without a window nothing is filled', async () => {
    const filter = { botIds: ['nobody'] }
    const window = { ...filter, startTime: '2026-01-01', endTime: '2026-01-03' }
    const options = { bucket: 'DAY', timeZone: 'UTC', fillGaps: true } as const
    const { tokenStatistics } = await app.execute(Series, { filter: window, ...options })
    expect(tokenStatistics.timeseries.map(({ label, calls }) => [label, calls])).toEqual([
      ['2026-01-01', 0],
      ['2026-01-02', 0],
      ['2026-01-03', 0],
    ])
    expect((await app.execute(Series, { filter, ...options })).tokenStatistics.timeseries).toEqual([])
  })
})
