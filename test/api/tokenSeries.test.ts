import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom, drawChance, drawInt, pick } from '../../src/demo/random.ts'
import { graphql } from '../generated/gql.ts'
import type { TimeBucket } from '../generated/graphql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { measureCpu } from '../support/cpu.ts'
import { store } from '../support/factories.ts'
import { computePlainSeries } from '../support/plainSeries.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const WindowSeries = graphql(`
  query WindowSeries($filter: MonitoringFilter, $bucket: TimeBucket!, $timeZone: TimeZone!, $fillGaps: Boolean!) {
    tokenStatistics(filter: $filter, bucket: $bucket, timeZone: $timeZone, fillGaps: $fillGaps) {
      timeseries {
        label
        bucketStart
        bucketEnd
        calls
      }
    }
  }
`)

const labels = async (variables: {
  filter: object
  bucket: TimeBucket
  timeZone?: string
  fillGaps?: boolean
}): Promise<string[]> =>
  (await app.execute(WindowSeries, { timeZone: 'UTC', fillGaps: true, ...variables })).tokenStatistics.timeseries.map(
    ({ label, bucketStart, calls }) => `${label} ${bucketStart.slice(5, 16)} ${calls}`,
  )

describe('half-open windows', () => {
  beforeAll(() =>
    store(
      app.db,
      'llmCall',
      ['2026-05-19T13:00:00Z', '2026-05-19T20:00:00Z'].map((time, index) => ({
        id: `open-${index}`,
        timestamp: new Date(time),
        botId: 'open',
      })),
    ),
  )

  test('include calls that are all in the bucket of the start', async () => {
    const filter = { botIds: ['open'], startTime: '2026-05-19T12:00:00Z' }
    expect(await labels({ filter, bucket: 'DAY' })).toEqual(['2026-05-19 05-19T00:00 2'])
    expect(await labels({ filter, bucket: 'MONTH' })).toEqual(['2026-05 05-01T00:00 2'])
  })

  test('that start long before the first call consist of whole months from there on', async () => {
    const filter = { botIds: ['open'], startTime: '2026-01-15T00:00:00Z' }
    expect(await labels({ filter, bucket: 'MONTH', timeZone: 'Europe/Berlin' })).toEqual([
      '2026-01 12-31T23:00 0',
      '2026-02 01-31T23:00 0',
      '2026-03 02-28T23:00 0',
      '2026-04 03-31T22:00 0',
      '2026-05 04-30T22:00 2',
    ])
  })

  test('that end long after the last call follow the clock of their zone', async () => {
    const filter = { botIds: ['open'], endTime: '2026-11-15T00:00:00Z' }
    expect(await labels({ filter, bucket: 'MONTH', timeZone: 'Europe/Berlin' })).toEqual([
      '2026-05 04-30T22:00 2',
      '2026-06 05-31T22:00 0',
      '2026-07 06-30T22:00 0',
      '2026-08 07-31T22:00 0',
      '2026-09 08-31T22:00 0',
      '2026-10 09-30T22:00 0',
      '2026-11 10-31T23:00 0',
    ])
  })

  test('without calls have no other end, and no buckets', async () => {
    expect(await labels({ filter: { botIds: ['open'], startTime: '2026-05-20' }, bucket: 'DAY' })).toEqual([])
    expect(await labels({ filter: { botIds: ['open'], endTime: '2026-05-19' }, bucket: 'DAY' })).toEqual([])
  })

  test.each([
    [{ startTime: '0001-01-01' }, 'DAY'],
    [{ endTime: '9999-12-31' }, 'DAY'],
    [{ startTime: '0001-01-01', endTime: '9999-12-31' }, 'MONTH'],
  ] as const)('%j in more buckets than allowed is an error, found without the zone', async (window, bucket) => {
    const query = `query ($filter: MonitoringFilter) {
      tokenStatistics(filter: $filter, bucket: ${bucket}, timeZone: "Europe/Berlin") { timeseries { label } }
    }`
    const { result, cpuMs } = await measureCpu(() => app.send(query, { filter: { botIds: ['open'], ...window } }))
    expect(result.errors?.[0]?.message).toContain('10,000 buckets')
    expect(cpuMs).toBeLessThan(5000)
  })

  test('of all times without filled gaps only cost their calls', async () => {
    const window = { startTime: '0001-01-01', endTime: '9999-12-31' }
    const filter = { botIds: ['open'], ...window }
    const { result: series, cpuMs } = await measureCpu(() =>
      labels({ filter, bucket: 'HOUR', timeZone: 'Europe/Berlin', fillGaps: false }),
    )
    expect(series).toEqual(['2026-05-19 15:00 05-19T13:00 1', '2026-05-19 22:00 05-19T20:00 1'])
    expect(cpuMs).toBeLessThan(5000)
  })
})

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The time ranges of the calls for each bucket: around clock changes, with a bounded number of buckets. */
const ranges: Readonly<Record<TimeBucket, { readonly from: number; readonly length: number }>> = {
  MINUTE: { from: Date.parse('2026-10-24T22:00:00Z'), length: 5 * hour },
  HOUR: { from: Date.parse('2026-09-25T00:00:00Z'), length: 40 * day },
  DAY: { from: Date.parse('2025-12-01T00:00:00Z'), length: 200 * day },
  WEEK: { from: Date.parse('2024-12-01T00:00:00Z'), length: 700 * day },
  MONTH: { from: Date.parse('2010-09-01T00:00:00Z'), length: 1200 * day },
}
const units = ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const satisfies readonly TimeBucket[]
const zones = [
  'UTC',
  'Europe/Berlin',
  'Asia/Shanghai',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31)

describe(`random windows (TEST_SEED=${seed})`, () => {
  const random = createRandom(seed)
  const calls = new Map<TimeBucket, number[]>()
  const drawTime = (unit: TimeBucket, beyond: number): number => {
    const { from, length } = ranges[unit]
    const time = from + Math.floor((random() * (1 + 2 * beyond) - beyond) * length)
    // Bounds often coincide with those of buckets.
    const grid = pick(random, [1, minute, hour, day])
    return Math.floor(time / grid) * grid - (drawChance(random, 0.2) ? 1 : 0)
  }

  beforeAll(async () => {
    for (const unit of units) {
      const times = Array.from({ length: 12 }, () => drawTime(unit, 0))
      calls.set(unit, times)
      await store(
        app.db,
        'llmCall',
        times.map((time, index) => ({ id: `${unit}-${index}`, timestamp: new Date(time), botId: unit })),
      )
    }
  })

  test.each(units)('by %s match a simple computation, in all zones', async (unit) => {
    for (let count = 0; count < 80; count += 1) {
      const bounds = [drawTime(unit, 0.5), drawTime(unit, 0.5)].toSorted((one, other) => one - other)
      const kind = pick(random, ['start', 'start', 'end', 'end', 'both', 'none'])
      const startTime = kind === 'start' || kind === 'both' ? bounds[0] : undefined
      const endTime = kind === 'end' || kind === 'both' ? bounds[1] : undefined
      const options = {
        bucket: unit,
        timeZone: zones[count % zones.length] ?? 'UTC',
        fillGaps: drawInt(random, 0, 3) > 0,
      }
      const window = {
        ...(startTime === undefined ? {} : { startTime: new Date(startTime).toISOString() }),
        ...(endTime === undefined ? {} : { endTime: new Date(endTime).toISOString() }),
      }
      const { tokenStatistics } = await app.execute(WindowSeries, { filter: { botIds: [unit], ...window }, ...options })
      expect(tokenStatistics.timeseries, JSON.stringify({ seed, ...window, ...options })).toEqual(
        computePlainSeries({ calls: calls.get(unit) ?? [], startTime, endTime, ...options }),
      )
    }
  })
})
