import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { rollups } from '../../src/records/rollups.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { store } from '../support/factories.ts'

/** The time of the operations. */
const now = new Date('2026-06-10T12:34:56.789Z')

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ now: () => now })
})
afterAll(() => app.close())

let stored = 0

/** Stores one call of a bot at each of the given times. */
const storeCalls = (botId: string, ...times: readonly string[]) =>
  store(
    app.db,
    'llmCall',
    times.map((time) => {
      stored += 1
      return { id: `call-${stored}`, botId, timestamp: new Date(time) }
    }),
  )

const read = async (args: string, fields: string) => {
  const { result, statements } = await app.db.record(() => app.send(`{ llmCallMetrics(${args}) { ${fields} } }`))
  expect(result.errors).toBeUndefined()
  return { metrics: result.data?.['llmCallMetrics'] as Record<string, unknown>, statements: statements.join() }
}

interface Bucket {
  readonly label: string
  readonly isPartial: boolean
  readonly measures: { readonly calls: number }
  readonly previous: { readonly calls: number } | null
}

/** The buckets of a series, in short: label, calls, calls in the window to compare with, and `*` for partial ones. */
const readSeries = async (args: string): Promise<string[]> => {
  const { metrics } = await read(args, 'series { label isPartial measures { calls } previous { calls } }')
  return (metrics['series'] as Bucket[]).map(
    ({ label, isPartial, measures, previous }) =>
      `${label} ${measures.calls}${previous ? ` (${previous.calls})` : ''}${isPartial ? '*' : ''}`,
  )
}

describe('when clocks are set back', () => {
  beforeAll(() =>
    storeCalls(
      'back',
      '2026-10-24T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T00:45:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T02:30:00Z',
    ),
  )
  const window = 'startTime: "2026-10-25T00:00:00+02:00", endTime: "2026-10-25T03:59:59.999+01:00"'

  test('the repeated hour has two buckets, of which the first one corresponds to none', async () => {
    const day = 'startTime: "2026-10-25T00:00:00+02:00", endTime: "2026-10-25T23:59:59.999+01:00"'
    const args = `filter: { botIds: ["back"], ${day} }, bucket: HOUR, timeZone: "Europe/Berlin", compareTo: PREVIOUS_PERIOD`
    const series = await readSeries(args)
    expect(series).toHaveLength(25)
    expect(series.slice(0, 5)).toEqual([
      '2026-10-25 00:00 0 (0)*',
      '2026-10-25 01:00 0 (0)*',
      '2026-10-25 02:00 2 (0)*',
      '2026-10-25 02:00 1 (1)*',
      '2026-10-25 03:00 1 (0)*',
    ])
  })

  test('both hours are the same hour of the day, from rollups and from rows', async () => {
    const groups = [
      { key: { hourOfDay: 2 }, measures: { calls: 3 } },
      { key: { hourOfDay: 3 }, measures: { calls: 1 } },
    ]
    for (const [filter, table] of [
      [`botIds: ["back"], ${window}`, 'botlens_llm_calls_rollups'],
      [`botIds: ["back"], ${window}, not: { search: "-" }`, 'FROM "monitoring_llm_calls"'],
    ]) {
      const args = `filter: { ${filter} }, groupBy: [HOUR_OF_DAY], timeZone: "Europe/Berlin"`
      const { metrics, statements } = await read(args, 'groups { key { hourOfDay } measures { calls } }')
      expect(metrics).toEqual({ groups })
      expect(statements).toContain(table)
    }
  })
})

test('when clocks are set forward, the skipped hour has no bucket, and its calls of another day belong to the one before', async () => {
  await storeCalls('forward', '2026-03-28T01:30:00Z', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z')
  const filter =
    'filter: { botIds: ["forward"], startTime: "2026-03-29T00:00:00+01:00", endTime: "2026-03-29T04:59:59.999+02:00" }'
  const args = `${filter}, bucket: HOUR, timeZone: "Europe/Berlin"`
  expect(await readSeries(`${args}, compareTo: SAME_PERIOD_LAST_WEEK`)).toEqual([
    '2026-03-29 00:00 0 (0)',
    '2026-03-29 01:00 1 (0)',
    '2026-03-29 03:00 1 (0)',
    '2026-03-29 04:00 0 (0)',
  ])
  const yesterday =
    'compareTo: PREVIOUS_PERIOD, filter: { botIds: ["forward"], startTime: "2026-03-28T23:00:00Z", endTime: "2026-03-29T21:59:59.999Z" }'
  expect((await readSeries(`${yesterday}, bucket: HOUR, timeZone: "Europe/Berlin"`)).slice(0, 4)).toEqual([
    '2026-03-29 00:00 0 (0)',
    '2026-03-29 01:00 1 (1)',
    '2026-03-29 03:00 1 (0)',
    '2026-03-29 04:00 0 (0)',
  ])
})

test('offsets of half an hour are read from rows', async () => {
  await storeCalls('howe', '2026-06-01T13:29:00Z', '2026-06-01T13:30:00Z')
  const args = 'filter: { botIds: ["howe"] }, groupBy: [HOUR_OF_DAY, DAY_OF_WEEK], timeZone: "Australia/Lord_Howe"'
  const { metrics, statements } = await read(
    `${args}, orderBy: { field: KEY, direction: ASC }`,
    'groups { key { hourOfDay dayOfWeek } }',
  )
  expect(metrics).toEqual({
    groups: [{ key: { hourOfDay: 0, dayOfWeek: 2 } }, { key: { hourOfDay: 23, dayOfWeek: 1 } }],
  })
  expect(statements).toContain('FROM "monitoring_llm_calls"')
})

describe('buckets', () => {
  beforeAll(() =>
    storeCalls(
      'days',
      ...['2026-01-31T12:00:00Z', '2026-02-28T12:00:00Z', '2026-03-31T12:00:00Z', '2026-04-30T12:00:00Z'],
      ...['2026-06-03T11:00:00Z', '2026-06-08T12:00:00Z', '2026-06-09T09:00:00Z', '2026-06-10T12:00:00Z'],
    ),
  )
  const days = 'botIds: ["days"]'

  test('are partial where the window or the present cuts them', async () => {
    expect(await readSeries(`filter: { ${days}, last: "P2D" }, bucket: DAY`)).toEqual([
      '2026-06-08 0*',
      '2026-06-09 1',
      '2026-06-10 1*',
    ])
    expect(
      await readSeries(
        `filter: { ${days}, startTime: "2026-06-09", endTime: "2026-06-11T23:59:59.999Z" }, bucket: DAY`,
      ),
    ).toEqual(['2026-06-09 1', '2026-06-10 1*', '2026-06-11 0*'])
    expect(await readSeries(`filter: { ${days}, calendar: LAST_MONTH }, bucket: MONTH`)).toEqual(['2026-05 0'])
  })

  test('of months correspond to months, and days to days at the same distance from the start', async () => {
    const months = 'startTime: "2026-03-01", endTime: "2026-04-30T23:59:59.999Z"'
    expect(await readSeries(`filter: { ${days}, ${months} }, bucket: MONTH, compareTo: PREVIOUS_PERIOD`)).toEqual([
      '2026-03 1 (1)',
      '2026-04 1 (1)',
    ])
    const week = 'startTime: "2026-06-08", endTime: "2026-06-10T23:59:59.999Z"'
    expect(await readSeries(`filter: { ${days}, ${week} }, bucket: DAY, compareTo: SAME_PERIOD_LAST_WEEK`)).toEqual([
      '2026-06-08 1 (0)',
      '2026-06-09 1 (0)',
      '2026-06-10 1 (1)*',
    ])
  })

  test('of an open window begin and end with calls, and without filled gaps only those with calls exist', async () => {
    expect(await readSeries(`filter: { ${days} }, bucket: MONTH`)).toEqual([
      '2026-01 1',
      '2026-02 1',
      '2026-03 1',
      '2026-04 1',
      '2026-05 0',
      '2026-06 4*',
    ])
    expect(
      await readSeries(
        `filter: { ${days}, startTime: "2026-05-20" }, bucket: WEEK, timeZone: "Asia/Shanghai", fillGaps: false`,
      ),
    ).toEqual(['2026-06-01 1', '2026-06-08 3*'])
  })

  test('of groups are the same for all groups', async () => {
    const args = `filter: { botIds: ["days", "howe"], startTime: "2026-06-01", endTime: "2026-06-03T23:59:59.999Z" }, groupBy: [BOT], bucket: DAY`
    const { metrics } = await read(args, 'groups { key { bot { id } } series { label measures { calls } } }')
    const series = (...calls: readonly number[]) =>
      calls.map((count, index) => ({ label: `2026-06-0${index + 1}`, measures: { calls: count } }))
    expect(metrics).toEqual({
      groups: [
        { key: { bot: { id: 'howe' } }, series: series(2, 0, 0) },
        { key: { bot: { id: 'days' } }, series: series(0, 0, 1) },
      ],
    })
  })
})

test('metrics are exact while calls are recorded, removed and folded', async () => {
  let isWriting = true
  const write = async () => {
    for (let round = 0; round < 25; round += 1) {
      await app.db.execute(sql`
        INSERT INTO monitoring_llm_calls (id, timestamp, model_name, input_tokens, output_tokens, total_tokens, duration, status, bot_id)
        SELECT ${`pair-${round}`} || '-' || n, timestamptz '2026-06-05T12:00Z' + n * interval '7 minutes', 'm', 1, 1, 2, 5,
          (ARRAY['success', 'error'])[1 + n % 2], 'pairs' FROM generate_series(1, 20) AS n`)
      if (round > 2) await app.db.execute(sql`DELETE FROM monitoring_llm_calls WHERE id LIKE ${`pair-${round - 3}-%`}`)
    }
    isWriting = false
  }
  const checkOnce = async (filter: string) => {
    const args = `filter: { botIds: ["pairs"]${filter} }, groupBy: [HOUR_OF_DAY], bucket: DAY`
    const counts = 'successCalls errorCalls totalTokens calls'
    const { metrics } = await read(args, `totals { ${counts} } series { measures { ${counts} } }`)
    type Counts = Readonly<Record<string, number>>
    const { totals, series } = metrics as unknown as { totals: Counts; series: { measures: Counts }[] }
    for (const { successCalls, errorCalls, totalTokens, calls } of [totals, ...series.map(({ measures }) => measures)])
      expect([successCalls, totalTokens]).toEqual([errorCalls, 2 * Number(calls)])
  }
  const writing = write()
  while (isWriting) {
    await checkOnce('')
    await foldDeltas(app.db, rollups)
    await checkOnce(', not: { search: "-" }')
  }
  await writing
  const { metrics } = await read('filter: { botIds: ["pairs"] }', 'totals { calls }')
  expect(metrics).toEqual({ totals: { calls: 60 } })
})
