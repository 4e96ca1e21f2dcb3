import { facetShapes, rollupShapes, type Scan, scans, sketchShapes } from './analyticsShapes.ts'
import type { Bench } from './bench.ts'
import { interleave, ratio, showMs } from './measure.ts'
import { openServed, type Place } from './places.ts'
import type { BenchTable } from './table.ts'

const rounds = 9
/** Number of rounds of metrics that take a second or more. */
const slowRounds = 5
/** The same at ten million calls, where they take ten times as long. */
const slowestRounds = 2

const askMetrics = ({ ask }: Place, query: string) => ask(`{ llmCallMetrics ${query} }`)

/** The goals, which are printed beside the results. */
const goals = {
  /** Percentiles from sketches of a million calls, on an idle machine. */
  sketches: '< 50 ms at 1M',
  /** The time at ten million calls, divided by that at a million. */
  growth: '10M : 1M <= 1.5',
  /** The time of metrics from rows, divided by that of hand-written SQL. */
  scans: 'ours : by hand <= 1.3',
}

/** Metrics from rollups and sketches, alternating between places of different sizes. */
const measureRolledUp = async (places: readonly Place[], table: BenchTable): Promise<void> => {
  for (const [name, query] of Object.entries({ ...rollupShapes, ...sketchShapes })) {
    const times = await interleave(
      rounds,
      Object.fromEntries(places.map((place) => [String(place.size), () => askMetrics(place, query)])),
    )
    const found = places.flatMap(({ size }) => times[String(size)] ?? [])
    const [small, large] = found
    table[name] = {
      ...Object.fromEntries(found.map((timing, index) => [`${(places[index]?.size ?? 0) / 1e6}M ms`, showMs(timing)])),
      ...(small && large && { '10M : 1M': ratio(large.median, small.median) }),
      goal: [...(name in sketchShapes ? [goals.sketches] : []), ...(large ? [goals.growth] : [])].join(', '),
    }
    console.log(name, table[name])
  }
}

/** Metrics from rows, compared with hand-written SQL. */
const measureScans = async (
  place: Place,
  shapes: readonly (readonly [string, Scan])[],
  count: number,
  table: BenchTable,
): Promise<void> => {
  for (const [name, { query, byHand }] of shapes) {
    const { ours, hand } = await interleave(count, {
      ours: () => askMetrics(place, query),
      hand: () => place.db.query(byHand),
    })
    table[name] = {
      [`${place.size / 1e6}M ms`]: showMs(ours),
      'by hand ms': showMs(hand),
      'ours : by hand': ratio(ours.median, hand.median),
      goal: goals.scans,
    }
    console.log(name, table[name])
  }
}

/** Metrics of a million LLM calls over HTTP. */
export const benchAnalytics = async (bench: Bench): Promise<BenchTable> => {
  const place = await openServed(bench, 1_000_000, 'all')
  const table: BenchTable = {}
  await measureRolledUp([place], table)
  await measureScans(place, Object.entries(scans), slowRounds, table)
  await place.stop()
  return table
}

/** Metrics of one and ten million LLM calls over HTTP. */
export const benchLargeAnalytics = async (bench: Bench): Promise<BenchTable> => {
  const small = await openServed(bench, 1_000_000, 'calls alone')
  const large = await openServed(bench, 10_000_000, 'calls alone')
  const table: BenchTable = {}
  await measureRolledUp([small, large], table)
  const some = Object.entries(scans).filter(([, { isScaled }]) => isScaled)
  await measureScans(large, some, slowestRounds, table)
  for (const { stop } of [small, large]) await stop()
  return table
}

/** Facets of LLM calls and of turns, at a million LLM calls and as many messages. */
export const benchFacets = async (bench: Bench): Promise<BenchTable> => {
  const place = await openServed(bench, 1_000_000, 'all')
  const table: BenchTable = {}
  for (const [name, query] of Object.entries(facetShapes)) {
    const { ours } = await interleave(slowRounds, { ours: () => place.ask(query) })
    table[name] = { ms: showMs(ours) }
  }
  await place.stop()
  return table
}
