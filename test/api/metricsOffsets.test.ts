import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { make, store } from '../support/factories.ts'

let app: TestApp

const ask = async (args: string, fields: string) => {
  const { data, errors } = await app.send(`{ metrics: llmCallMetrics(${args}) { ${fields} } }`)
  expect(errors).toBeUndefined()
  return data?.['metrics']
}

const p95 = 'durationMs { exact p95 }'
const stored = (id: string, at: readonly string[]) =>
  store(
    app.db,
    'llmCall',
    at.flatMap((time, place) =>
      Array.from({ length: 11 }, (_, index) =>
        make.llmCall({ id: `${id}-${place}-${index}`, timestamp: new Date(time), modelName: id, durationMs: 1001 }),
      ),
    ),
  )

/** The values of the field `exact` of all percentiles of a model's calls. */
const exactness = async (model: string, args: string, fields: string) => {
  const text = JSON.stringify(await ask(`filter: { modelNames: ["${model}"] }, ${args}`, fields))
  return [...new Set([...text.matchAll(/"exact":(true|false)/g)].map(([, value]) => value))]
}

beforeAll(async () => {
  app = await startTestApp({ exactUpTo: 10 })
  await stored('singapore', ['2025-01-10T05:00:00Z', '2025-02-10T07:00:00Z'])
  await stored('honolulu', ['1940-01-10T05:00:00Z', '2025-02-10T07:00:00Z'])
  await stored('lord howe', ['2025-01-10T05:00:00Z', '2024-08-10T07:00:00Z'])
})

afterAll(() => app.close())

// Singapore was 7:30 ahead of UTC until 1982, and has been 8:00 ahead since then.
test.each([
  ['bucket: DAY', `totals { ${p95} } series { measures { ${p95} } }`, 'false'],
  ['groupBy: [HOUR_OF_DAY]', `totals { ${p95} } groups { measures { ${p95} } }`, 'false'],
  ['scope: { startTime: "1979-01-01" }, bucket: MONTH', `totals { ${p95} } series { measures { ${p95} } }`, 'true'],
  [
    'scope: { startTime: "1979-01-01" }, bucket: MONTH, fillGaps: false',
    `totals { ${p95} } series { measures { ${p95} } }`,
    'false',
  ],
  ['scope: { startTime: "1979-01-01" }', `totals { ${p95} }`, 'false'],
  // A series with too many buckets for one group has no effect where there is no group.
  [
    'scope: { startTime: "1700-01-01", endTime: "1800-01-01" }, groupBy: [MODEL], bucket: DAY',
    `totals { ${p95} } groups { series { measures { ${p95} } } }`,
    'true',
  ],
])('offsets of an open window are those of its rows and buckets: %s', async (args, fields, expected) => {
  expect(await exactness('singapore', `${args}, timeZone: "Asia/Singapore"`, fields)).toEqual([expected])
})

// Hawaii was 10:30 behind UTC until 1947.
test('offsets before 1970 are those of its rows', async () => {
  const zone = 'timeZone: "Pacific/Honolulu"'
  const series = `totals { ${p95} } series { measures { ${p95} } }`
  expect(await exactness('honolulu', `bucket: MONTH, ${zone}`, series)).toEqual(['true'])
  expect(await exactness('honolulu', `scope: { startTime: "2025-01-01" }, bucket: MONTH, ${zone}`, series)).toEqual([
    'false',
  ])
})

// Lord Howe Island is 11:00 ahead of UTC in summer, and 10:30 in winter: until 2024-10-06 and from 2025-04-06.
test.each([
  ['', 'previous', 'false'],
  ['groupBy: [MODEL]', 'groups { measures { P95 } previous { P95 } }', 'false'],
  ['groupBy: [HOUR_OF_DAY]', 'groups { measures { P95 } }', 'false'],
  ['groupBy: [HOUR_OF_DAY]', 'groups { measures { P95 } previous { P95 } }', 'true'],
  ['groupBy: [DAY_OF_WEEK]', 'groups { key { dayOfWeek } previous { P95 } }', 'true'],
  ['bucket: DAY', 'series { measures { P95 } }', 'false'],
  ['bucket: DAY', 'series { measures { P95 } previous { P95 } }', 'true'],
  ['bucket: DAY', 'series { previous { P95 } }', 'true'],
  ['bucket: DAY, groupBy: [MODEL]', 'groups { series { previous { P95 } } }', 'true'],
])('offsets of the window to compare with: (%s) { %s }', async (args, fields, expected) => {
  const selected = fields === 'previous' ? 'previous { P95 }' : fields
  const window = 'scope: { startTime: "2024-12-10", endTime: "2025-02-28T12:59:59.999Z" }'
  const shifted = `${window}, timeZone: "Australia/Lord_Howe", compareTo: PREVIOUS_PERIOD, ${args}`
  expect(await exactness('lord howe', shifted, `totals { ${p95} } ${selected.replaceAll('P95', p95)}`)).toEqual([
    expected,
  ])
})
