import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { createRandom, drawInt, drawLogNormal, pick, type Random } from '../../src/demo/random.ts'
import { rollups } from '../../src/records/rollups.ts'
import { day, hour } from '../../src/shared/duration.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { make, store } from '../support/factories.ts'
import { expectClose } from '../support/metrics/expectClose.ts'

const seed = Number(process.env['METRICS_SEED'] ?? Date.now() % 2 ** 31)
const now = new Date('2026-06-10T10:37:12.345Z')
const count = 1500

/** Durations by model: each model has a distribution that is difficult to estimate. */
const distributions: Readonly<Record<string, (random: Random) => number>> = {
  lognormal: (random) => Math.round(drawLogNormal(random, 400, 2)),
  ties: (random) => pick(random, [0, 0, 0, 120, 120, 121, 9000]),
  zero: () => 0,
  constant: () => 1234,
  huge: (random) => drawInt(random, 2 ** 30, 2 ** 31 - 1),
  few: (random) => pick(random, [1, 2, 1_000_000]),
}

const drawCall = (random: Random, id: string) => {
  const modelName = pick(random, Object.keys(distributions))
  return make.llmCall({
    id,
    timestamp: new Date(now.getTime() - drawInt(random, 0, 70 * day)),
    modelName,
    botId: pick(random, ['bot-1', 'bot-2', 'bot-3', null]),
    status: pick(random, ['success', 'success', 'error']),
    durationMs: Math.min(distributions[modelName]?.(random) ?? 0, 2 ** 31 - 1),
  })
}

let app: TestApp
beforeAll(async () => {
  console.log(`estimates: METRICS_SEED=${seed}`)
  app = await startTestApp({ now: () => now, exactUpTo: 10, limits: { ...testLimits, maxCost: 1e9 } })
  const random = createRandom(seed)
  await store(
    app.db,
    'llmCall',
    Array.from({ length: count }, (_, index) => drawCall(random, `call-${index}`)),
  )
})
afterAll(() => app.close())

const measures =
  'calls durationMs { exact avg p50 p90 p95 p99 q1: quantile(p: 1) q0: quantile(p: 0) q3: quantile(p: 0.3333) }'
const ask = async (args: string, fields: string, field = 'llmCallMetrics') => {
  const { data, errors } = await app.send(`{ metrics: ${field}(${args}) { ${fields} } }`)
  expect(errors, `METRICS_SEED=${seed}`).toBeUndefined()
  return data?.['metrics']
}

const window = 'scope: { last: "P30D" }'
const series = `series { label measures { ${measures} } previous { ${measures} } }`
const cases = [
  ['', `totals { ${measures} }`],
  ['filter: { modelNames: ["lognormal", "huge"], not: { statuses: [ERROR] } }', `totals { ${measures} }`],
  [`${window}, compareTo: PREVIOUS_PERIOD`, `totals { ${measures} } previous { ${measures} }`],
  ['groupBy: [MODEL]', `groups { key { model } measures { ${measures} } }`],
  [
    `${window}, groupBy: [BOT, STATUS], first: 3, others: true, compareTo: PREVIOUS_PERIOD`,
    `groupCount totals { ${measures} } groups { key { bot { id } status } measures { ${measures} } previous { ${measures} } share { calls } }`,
  ],
  [
    'groupBy: [HOUR_OF_DAY], timeZone: "Asia/Shanghai", first: 1000',
    `groups { key { hourOfDay } measures { ${measures} } }`,
  ],
  [`${window}, bucket: DAY, compareTo: PREVIOUS_PERIOD`, series],
  [`${window}, bucket: HOUR, timeZone: "Europe/Berlin", fillGaps: false`, series],
  [`${window}, bucket: DAY, timeZone: "Asia/Shanghai", compareTo: SAME_PERIOD_LAST_WEEK`, series],
  ['bucket: MONTH', series],
  [`${window}, bucket: DAY, timeZone: "America/New_York", compareTo: PREVIOUS_PERIOD`, series],
  ['bucket: WEEK, timeZone: "Europe/Berlin"', series],
  ['groupBy: [DAY_OF_WEEK], timeZone: "Pacific/Auckland"', `groups { key { dayOfWeek } measures { ${measures} } }`],
  [
    `${window}, groupBy: [MODEL], first: 2, others: true, bucket: WEEK, compareTo: PREVIOUS_PERIOD`,
    `${series} groups { key { model } measures { ${measures} } ${series} }`,
  ],
] as const

const expectEstimates = async () => {
  let compared = 0
  for (const [args, fields] of cases) {
    const estimated = await ask(args === '' ? 'exact: false' : args, fields)
    expect(JSON.stringify(estimated)).not.toContain('"exact":true')
    compared += expectClose(estimated, await ask(`${args} exact: true`, fields), `METRICS_SEED=${seed} (${args})`)
  }
  return compared
}

describe('estimates differ from exact percentiles by at most one percent', () => {
  test('while deltas are pending', async () => {
    expect(await expectEstimates()).toBeGreaterThan(1000)
  })

  test('when they are folded', async () => {
    expect(await foldDeltas(app.db, rollups)).toBeGreaterThan(0)
    expect(await expectEstimates()).toBeGreaterThan(1000)
  })

  test('when late records were added, and others changed and removed, before and after a fold', async () => {
    const random = createRandom(seed, 1)
    await store(
      app.db,
      'llmCall',
      Array.from({ length: 200 }, (_, index) => drawCall(random, `late-${index}`)),
    )
    await app.db.execute(raw("UPDATE monitoring_llm_calls SET duration = duration / 3 WHERE id LIKE '%5'"))
    await app.db.execute(raw("UPDATE monitoring_llm_calls SET model_name = 'ties' WHERE id LIKE '%6'"))
    await app.db.execute(raw("DELETE FROM monitoring_llm_calls WHERE id LIKE '%7' OR timestamp < '2026-04-10T07:30Z'"))
    await expectEstimates()
    await foldDeltas(app.db, rollups)
    await expectEstimates()
  })

  test('of embedding calls and tool calls', async () => {
    const random = createRandom(seed, 2)
    const rows = Array.from({ length: 40 }, (_, index) => {
      const { id, timestamp, botId, durationMs } = drawCall(random, String(index))
      return { id, timestamp, botId, durationMs }
    })
    await store(app.db, 'embeddingCall', rows)
    await store(app.db, 'toolCall', rows)
    for (const field of ['embeddingCallMetrics', 'toolCallMetrics']) {
      const fields = `totals { ${measures} } groups { key { bot { id } } measures { ${measures} } }`
      const exact = await ask('groupBy: [BOT], exact: true', fields, field)
      expect(expectClose(await ask('groupBy: [BOT]', fields, field), exact, field)).toBeGreaterThan(20)
    }
  })

  test('of days before 1970 that start within days of UTC', async () => {
    const rows = Array.from({ length: 72 }, (_, index) => {
      return { id: `old-${index}`, timestamp: new Date((index - 90.5) * hour), durationMs: 100 * (index + 1) }
    })
    await store(app.db, 'toolCall', rows)
    await foldDeltas(app.db, rollups)
    const args = 'scope: { endTime: "1970-01-01" }, bucket: DAY, timeZone: "Asia/Shanghai"'
    const exact = await ask(`${args}, exact: true`, series, 'toolCallMetrics')
    expect(expectClose(await ask(args, series, 'toolCallMetrics'), exact, 'before 1970')).toBeGreaterThan(20)
  })
})

test.each(['ASC', 'DESC'])('groups are ordered by the estimates that are shown, %s', async (direction) => {
  const args = `groupBy: [MODEL, BOT], orderBy: { field: DURATION_MS_P95, direction: ${direction} }, first: 1000`
  const { groups } = (await ask(args, 'groups { measures { durationMs { exact p95 } } }')) as {
    groups: { measures: { durationMs: { exact: boolean; p95: number } } }[]
  }
  const shown = groups.map(({ measures: { durationMs } }) => durationMs.p95)
  expect(shown.length).toBeGreaterThan(10)
  expect(groups.some(({ measures: { durationMs } }) => durationMs.exact)).toBe(false)
  expect(shown).toEqual(shown.toSorted((one, other) => (direction === 'ASC' ? one - other : other - one)))
})

const isExact = 'durationMs { exact p95 }'
test.each([
  ['with the smallest value', '', `totals { durationMs { exact p95 min } }`],
  ['with a histogram', '', 'totals { durationMs { exact p95 histogram { count } } }'],
  ['with distinct users', '', `totals { users ${isExact} }`],
  [
    'with distinct users in another part with percentiles',
    'groupBy: [MODEL]',
    `totals { ${isExact} } groups { measures { users ${isExact} } }`,
  ],
  ['with a filter on rows', 'filter: { durationMs: { gte: 0 } }', `totals { ${isExact} }`],
  ['by a dimension of rows', 'groupBy: [USER]', `totals { ${isExact} } groups { measures { ${isExact} } }`],
  [
    'by minute',
    `scope: { startTime: "2026-06-09", endTime: "2026-06-10T01:00:00Z" }, bucket: MINUTE`,
    `totals { ${isExact} } series { measures { ${isExact} } }`,
  ],
  [
    'by day in a zone with half hours',
    `${window}, bucket: DAY, timeZone: "Asia/Kolkata"`,
    `totals { ${isExact} } series { measures { ${isExact} } }`,
  ],
  [
    'compared with hours that do not correspond',
    'scope: { startTime: "2026-06-01T00:00:00Z", endTime: "2026-06-09T10:20:00Z" }, bucket: DAY, compareTo: PREVIOUS_PERIOD',
    `totals { ${isExact} } series { previous { ${isExact} } }`,
  ],
  [
    'ordered by the largest value',
    'groupBy: [MODEL], orderBy: { field: DURATION_MS_MAX, direction: ASC }',
    `groups { measures { ${isExact} } }`,
  ],
  ['of sessions', '', `totals { ${isExact} }`, 'sessionMetrics'],
])('all percentiles are exact %s', async (_, args, fields, field = 'llmCallMetrics') => {
  const text = JSON.stringify(await ask(args === '' ? 'first: 100' : args, fields, field))
  expect(text).toContain('"exact":true')
  expect(text).not.toContain('"exact":false')
})

test('parts without percentiles do not make the others exact', async () => {
  const { totals, groups } = (await ask(
    'groupBy: [MODEL]',
    'totals { users } groups { measures { durationMs { exact p95 } } }',
  )) as {
    totals: object
    groups: { measures: { durationMs: { exact: boolean } } }[]
  }
  expect(totals).toEqual({ users: 1 })
  expect(groups[0]?.measures.durationMs.exact).toBe(false)
})

test('percentiles are exact up to the number of records in either window', async () => {
  const startTime = new Date('2031-01-02T00:00:00Z')
  const call = (id: number, time: number) =>
    make.llmCall({ id: `few-${id}`, timestamp: new Date(time), durationMs: 1001 })
  const args = 'scope: { startTime: "2031-01-02", endTime: "2031-01-02T23:59:59.999Z" }, compareTo: PREVIOUS_PERIOD'
  const fields = 'totals { durationMs { exact p95 } } previous { durationMs { exact p95 } }'
  const answer = (of: number | null, before: number | null, exact: boolean) => ({
    totals: { durationMs: { exact, p95: of } },
    previous: { durationMs: { exact, p95: before } },
  })
  expect(await ask(args, fields)).toEqual(answer(null, null, true))
  await store(
    app.db,
    'llmCall',
    Array.from({ length: 10 }, (_, index) => call(index, startTime.getTime() + index * hour)),
  )
  expect(await ask(args, fields)).toEqual(answer(1001, null, true))
  await store(app.db, 'llmCall', [call(10, startTime.getTime() + day - 1)])
  expect(await ask(args, fields)).toEqual(answer(996.5, null, false))
  expect(await ask(`${args}, exact: true`, fields)).toEqual(answer(1001, null, true))
  await app.db.execute(
    raw("UPDATE monitoring_llm_calls SET timestamp = timestamp - interval '1 day' WHERE id LIKE 'few-%'"),
  )
  expect(await ask(args, fields)).toEqual(answer(null, 996.5, false))
})

test.each([
  ['', 'totals { durationMs { p50 p95 } }', 2],
  ['exact: true', 'totals { durationMs { p50 p95 } }', 1],
  ['', 'totals { users durationMs { p50 } }', 1],
  [
    'groupBy: [BOT], bucket: DAY, orderBy: { field: DURATION_MS_P99, direction: DESC }',
    'totals { calls } groups { measures { durationMs { p95 avg } } series { measures { durationMs { p95 } } } }',
    4,
  ],
])('(%s) { %s } takes %i statements', async (args, fields, expected) => {
  const { statements } = await app.db.record(() => ask(args === '' ? 'first: 10' : args, fields))
  expect(statements).toHaveLength(expected)
  if (!args.includes('exact') && !fields.includes('users'))
    for (const statement of statements.slice(1)) expect(statement).not.toContain('percentile_cont')
})
