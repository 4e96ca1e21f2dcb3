import { afterAll, beforeAll, expect, test } from 'vitest'
import { foldDeltas } from '../../src/db/rollups/fold.ts'
import { createRandom } from '../../src/demo/random.ts'
import { rollups } from '../../src/records/rollups.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { drawCase, printCase } from '../support/metrics/drawCase.ts'
import { expectClose } from '../support/metrics/expectClose.ts'
import { computeMetrics } from '../support/metrics/plainMetrics.ts'
import { drawMetricsRows, type MetricsRows, metricsNow, storeMetricsRows } from '../support/metrics/rows.ts'

/** A new seed for each run, unless one is set to repeat a run. */
const seed = Number(process.env['METRICS_SEED'] ?? Date.now() % 2 ** 31)
const cases = Number(process.env['METRICS_CASES'] ?? 300)
/** The number of rows of each record. */
const count = 260
/** Timeout of all cases in milliseconds, with a margin for busy machines. */
const timeout = Math.max(900_000, cases * 1000)

let app: TestApp
let rows: MetricsRows

beforeAll(async () => {
  console.log(`metrics: METRICS_SEED=${seed} METRICS_CASES=${cases}`)
  // Percentiles are estimated of any number of rows, unless exact ones are requested.
  app = await startTestApp({ now: () => metricsNow, exactUpTo: 0, limits: { ...testLimits, maxCost: 1e9 } })
  rows = drawMetricsRows(createRandom(seed), count)
  const half = <Row>(all: readonly Row[], from: number) => all.slice(from, from + count / 2)
  const halfOf = (from: number) =>
    Object.fromEntries(Object.entries(rows).map(([kind, all]) => [kind, half(all, from)])) as unknown as MetricsRows
  await storeMetricsRows(app.db, halfOf(0))
  await foldDeltas(app.db, rollups)
  // The deltas of the other half remain pending.
  await storeMetricsRows(app.db, halfOf(count / 2))
})
afterAll(() => app.close())

test('random metrics are those of a plain computation over all rows', { timeout }, async () => {
  for (let index = 0; index < cases; index += 1) {
    const drawn = drawCase(createRandom(seed, index + 1))
    const { query, variables } = printCase(drawn)
    const { data, errors } = await app.send(query, variables)
    const repeat = `METRICS_SEED=${seed}, case ${index}: ${query} ${JSON.stringify(variables)}`
    expect(errors, repeat).toBeUndefined()
    const exact = computeMetrics(drawn, rows)
    if (drawn.exact) expect(data?.['metrics'], repeat).toEqual(exact)
    else expectClose(data?.['metrics'], JSON.parse(JSON.stringify(exact)), repeat)
  }
})
