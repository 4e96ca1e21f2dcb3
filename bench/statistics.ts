import sql, { type Sql } from 'sql-template-tag'
import type { Bench } from './bench.ts'
import { interleave, ratio, showMs } from './measure.ts'
import { openEmbedded, openServed, type Place } from './places.ts'
import type { BenchTable } from './table.ts'

const rounds = 15
/** Number of rounds of statistics that take a second or more. */
const slowRounds = 5

interface Statistic {
  readonly query: string
  /** The same as a single scan over the rows, as written without rollups. */
  readonly scan: Sql
}

const window = { start: '2026-04-15T07:31:12.345Z', end: '2026-05-28T18:22:01.001Z' }
const inWindow = sql`timestamp BETWEEN ${window.start}::timestamptz AND ${window.end}::timestamptz`
const filter = `filter: { startTime: "${window.start}", endTime: "${window.end}" }`
const summary =
  'summary { totalCalls totalTokens totalCost avgDurationMs } byModel { modelName calls totalTokens cost }'

const tokensSql = (where: Sql, bucket: Sql) => sql`
  WITH found AS (
    SELECT model_name, ${bucket} AS bucket, grouping(model_name) AS g, count(*) AS calls, sum(total_tokens) AS tokens,
      sum(cost::numeric) AS cost, sum(duration) AS duration
    FROM monitoring_llm_calls WHERE ${where} GROUP BY GROUPING SETS ((), (1), (2))
  ) SELECT json_agg(found) FROM found`

/** Statistics of LLM calls, the only table of the largest data set. */
const callStatistics: Readonly<Record<string, Statistic>> = {
  'tokenStatistics, all, by day in UTC': {
    query: `{ tokenStatistics(bucket: DAY) { ${summary} timeseries { label calls totalTokens } } }`,
    scan: tokensSql(sql`TRUE`, sql`date_trunc('day', timestamp, 'UTC')`),
  },
  'tokenStatistics, 43 days with partial hours at both ends, by hour in Berlin': {
    query: `{ tokenStatistics(${filter}, bucket: HOUR, timeZone: "Europe/Berlin") { ${summary} timeseries { label calls totalTokens } } }`,
    scan: tokensSql(inWindow, sql`date_trunc('hour', timestamp, 'Europe/Berlin')`),
  },
  'tokenStatistics of one bot, all, by day in Shanghai': {
    query: `{ tokenStatistics(filter: { botIds: ["b0a1c2d3-0000-4000-8000-000000000003"] }, bucket: DAY, timeZone: "Asia/Shanghai") { ${summary} timeseries { label calls totalTokens } } }`,
    scan: tokensSql(
      sql`bot_id = ${'b0a1c2d3-0000-4000-8000-000000000003'}`,
      sql`date_trunc('day', timestamp, 'Asia/Shanghai')`,
    ),
  },
}

const overviewSql = (where: Sql, sessionsWhere: Sql) => sql`
  SELECT (SELECT json_agg(m) FROM (SELECT count(*), count(*) FILTER (WHERE status = 'success') AS success FROM monitoring_messages WHERE ${where}) AS m),
    (SELECT json_agg(c) FROM (SELECT count(*), sum(total_tokens), sum(cost::numeric) FROM monitoring_llm_calls WHERE ${where}) AS c),
    (SELECT count(*) FROM monitoring_embedding_calls WHERE ${where}), (SELECT count(*) FROM monitoring_errors WHERE ${where}),
    (SELECT count(*) FROM monitoring_sessions WHERE is_active AND ${sessionsWhere})`
const overviewFields = '{ totalMessages modelCalls successRate activeSessions totalErrors totalTokens totalCost }'

const allStatistics: Readonly<Record<string, Statistic>> = {
  'overview, all': { query: `{ overview ${overviewFields} }`, scan: overviewSql(sql`TRUE`, sql`TRUE`) },
  'overview, 43 days with partial hours at both ends': {
    query: `{ overview(${filter}) ${overviewFields} }`,
    scan: overviewSql(inWindow, sql`start_time BETWEEN ${window.start}::timestamptz AND ${window.end}::timestamptz`),
  },
  'feedbackStats, all': {
    query:
      '{ feedbackStats { totalFeedback satisfactionRate byBot { botName total likes } byPipeline { pipelineName total } } }',
    scan: sql`
      SELECT bot_id, max(bot_name), pipeline_id, count(*), count(*) FILTER (WHERE feedback_type = 1)
      FROM monitoring_feedback GROUP BY GROUPING SETS ((), (bot_id), (pipeline_id))`,
  },
  'count of failed calls of one model': {
    query: '{ llmCalls(first: 0, filter: { statuses: [ERROR], modelNames: ["gpt-4o"] }) { totalCount } }',
    scan: sql`SELECT count(*) FROM monitoring_llm_calls WHERE status = 'error' AND model_name = 'gpt-4o'`,
  },
  ...callStatistics,
}

const thousands = (size: number): string => (size >= 1e6 ? `${size / 1e6}M` : `${size / 1e3}k`)

/** Compares statistics at several sizes, alternating, and with a single scan over the rows at each size. */
const measure = async (
  places: readonly Place[],
  statistics: Readonly<Record<string, Statistic>>,
): Promise<BenchTable> => {
  const [small, large] = [places.at(-2), places.at(-1)]
  const table: BenchTable = {}
  for (const [name, { query, scan }] of Object.entries(statistics)) {
    const ours = await interleave(
      rounds,
      Object.fromEntries(places.map(({ size, ask }) => [String(size), () => ask(query)])),
    )
    const scans = await interleave(
      slowRounds,
      Object.fromEntries(places.map(({ size, db }) => [String(size), () => db.query(scan)])),
    )
    const of = (times: typeof ours, place: Place | undefined) => times[String(place?.size)]?.median ?? Number.NaN
    table[name] = {
      ...Object.fromEntries(places.map(({ size }) => [`${thousands(size)} ms`, showMs(ours[String(size)] ?? none)])),
      [`${thousands(large?.size ?? 0)} : ${thousands(small?.size ?? 0)}`]: ratio(of(ours, large), of(ours, small)),
      [`scan of ${thousands(large?.size ?? 0)} ms`]: showMs(scans[String(large?.size)] ?? none),
      'scan : ours': ratio(of(scans, large), of(ours, large)),
    }
  }
  for (const { stop } of places) await stop()
  return table
}

const none = { median: Number.NaN, low: Number.NaN, high: Number.NaN }

const openAll = async (sizes: readonly number[], open: (size: number) => Promise<Place>): Promise<Place[]> => {
  const places: Place[] = []
  for (const size of sizes) places.push(await open(size))
  return places
}

/** Statistics over HTTP at 10,000, 100,000 and 1,000,000 LLM calls. */
export const benchStatistics = async (bench: Bench): Promise<BenchTable> =>
  measure(await openAll([10_000, 100_000, 1_000_000], (size) => openServed(bench, size, 'all')), allStatistics)

/** Statistics of LLM calls over HTTP at 1,000,000 and 10,000,000. */
export const benchLargeStatistics = async (bench: Bench): Promise<BenchTable> =>
  measure(await openAll([1_000_000, 10_000_000], (size) => openServed(bench, size, 'calls alone')), callStatistics)

/** Statistics on embedded databases, through the app in this process, at 10,000 and 100,000 LLM calls. */
export const benchStatisticsEmbedded = async (): Promise<BenchTable> =>
  measure(await openAll([10_000, 100_000], openEmbedded), allStatistics)
