import sql, { type Sql } from 'sql-template-tag'

/** A window whose ends are not whole hours, in the middle of the data. */
const window = 'scope: { startTime: "2026-03-05T13:37:00Z", endTime: "2026-05-31T13:37:00Z" }'
const sums = 'calls failureRate totalTokens totalCost avgTokensPerCall'

/** Metrics of LLM calls that rollups contain. */
export const rollupShapes: Readonly<Record<string, string>> = {
  'sums, in total': `{ totals { ${sums} } }`,
  'sums of 87 days, in total': `(${window}) { totals { ${sums} } }`,
  'sums by day': `(bucket: DAY) { series { measures { ${sums} } } }`,
  'sums by day in Berlin': `(bucket: DAY, timeZone: "Europe/Berlin") { series { measures { ${sums} } } }`,
  'sums by model, of 87 days, compared with the period before': `(${window}, groupBy: [MODEL], compareTo: PREVIOUS_PERIOD) { groups { key { model } measures { ${sums} } previous { ${sums} } } }`,
  'sums by bot and model': `(groupBy: [BOT, MODEL]) { groups { key { bot { id name } model } measures { ${sums} } } }`,
  'sums by model and day': `(groupBy: [MODEL], bucket: DAY) { groups { key { model } series { measures { ${sums} } } } }`,
  'sums by hour of the day in Shanghai': `(groupBy: [HOUR_OF_DAY], timeZone: "Asia/Shanghai") { groups { key { hourOfDay } measures { ${sums} } } }`,
}

const percentiles = 'durationMs { p50 p90 p95 p99 }'

/** Percentiles of LLM calls that are estimated from sketches. */
export const sketchShapes: Readonly<Record<string, string>> = {
  'percentiles, in total': `{ totals { ${percentiles} } }`,
  'percentiles of 87 days, in total': `(${window}) { totals { ${percentiles} } }`,
  'percentiles by day': `(bucket: DAY) { series { measures { ${percentiles} } } }`,
  'percentiles by day in Shanghai': `(bucket: DAY, timeZone: "Asia/Shanghai") { series { measures { ${percentiles} } } }`,
  'percentiles by day in Berlin': `(bucket: DAY, timeZone: "Europe/Berlin") { series { measures { ${percentiles} } } }`,
  'percentiles by week in Berlin': `(bucket: WEEK, timeZone: "Europe/Berlin") { series { measures { ${percentiles} } } }`,
  'percentiles by model': `(groupBy: [MODEL]) { groups { key { model } measures { ${percentiles} } } }`,
  'percentiles of 87 days by model': `(${window}, groupBy: [MODEL]) { groups { key { model } measures { ${percentiles} } } }`,
}

const calls = sql`monitoring_llm_calls`
const p95 = sql`percentile_cont(0.95) WITHIN GROUP (ORDER BY duration)`
const newestName = sql`(SELECT user_name FROM monitoring_messages AS m WHERE m.user_id = found.user_id AND user_name IS NOT NULL ORDER BY timestamp DESC LIMIT 1)`

/** Metrics that need rows, and the same by hand: the fastest of the statements that were tried. */
export interface Scan {
  /** The arguments and the selection of the metrics of LLM calls. */
  readonly query: string
  readonly byHand: Sql
  /** Whether it is also measured at ten million calls. */
  readonly isScaled?: boolean
}

/** Metrics that need rows. */
export const scans: Readonly<Record<string, Scan>> = {
  'p50, p90, p95, p99, in total': {
    query: '(exact: true) { totals { durationMs { p50 p90 p95 p99 } } }',
    byHand: sql`SELECT percentile_cont(ARRAY[0.5, 0.9, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration) FROM ${calls}`,
    isScaled: true,
  },
  'p50, p90, p95, p99 by model': {
    query: '(exact: true, groupBy: [MODEL]) { groups { key { model } measures { durationMs { p50 p90 p95 p99 } } } }',
    byHand: sql`
      SELECT model_name, percentile_cont(ARRAY[0.5, 0.9, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration)
      FROM ${calls} GROUP BY 1`,
  },
  'p95 by day': {
    query: '(exact: true, bucket: DAY) { series { measures { durationMs { p95 } } } }',
    byHand: sql`SELECT date_trunc('day', timestamp), ${p95} FROM ${calls} GROUP BY 1`,
    isScaled: true,
  },
  'p95 by day in Berlin of 8 bots': {
    query:
      '(exact: true, groupBy: [BOT], bucket: DAY, timeZone: "Europe/Berlin") { groups { key { bot { id } } series { measures { durationMs { p95 } } } } }',
    byHand: sql`SELECT bot_id, date_trunc('day', timestamp, 'Europe/Berlin'), ${p95} FROM ${calls} GROUP BY 1, 2`,
  },
  'p95 by day of the first 10 of 32 groups': {
    query:
      '(exact: true, groupBy: [BOT, MODEL], first: 10, bucket: DAY) { groups { key { model } series { measures { durationMs { p95 } } } } }',
    byHand: sql`
      WITH top AS MATERIALIZED (
        SELECT bot_id, model_name FROM ${calls} GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 10)
      SELECT bot_id, model_name, date_trunc('day', timestamp), ${p95}
      FROM ${calls} JOIN top USING (bot_id, model_name) GROUP BY 1, 2, 3`,
  },
  'p95 by hour of the day in Berlin': {
    query:
      '(exact: true, groupBy: [HOUR_OF_DAY], timeZone: "Europe/Berlin", orderBy: { field: DURATION_MS_P95, direction: DESC }) { groups { key { hourOfDay } measures { durationMs { p95 } } } }',
    byHand: sql`SELECT date_part('hour', timestamp AT TIME ZONE 'Europe/Berlin'), ${p95} FROM ${calls} GROUP BY 1 ORDER BY 2 DESC`,
  },
  'users and sessions, in total': {
    query: '(exact: true) { totals { users sessions } }',
    byHand: sql`
      SELECT (SELECT count(user_id) FROM (SELECT user_id FROM ${calls} GROUP BY 1) AS found),
        (SELECT count(session_id) FROM (SELECT session_id FROM ${calls} GROUP BY 1) AS found)`,
  },
  'users, sessions and p95, in total': {
    query: '(exact: true) { totals { users sessions durationMs { p95 } } }',
    byHand: sql`
      SELECT (SELECT count(user_id) FROM (SELECT user_id FROM ${calls} GROUP BY 1) AS found),
        (SELECT count(session_id) FROM (SELECT session_id FROM ${calls} GROUP BY 1) AS found), ${p95} FROM ${calls}`,
  },
  'users, sessions and p95 by model': {
    query:
      '(exact: true, groupBy: [MODEL]) { groups { key { model } measures { users sessions durationMs { p95 } } } }',
    byHand: sql`
      SELECT model_name, count(DISTINCT user_id), count(DISTINCT session_id), ${p95} FROM ${calls} GROUP BY 1`,
  },
  'users by day': {
    query: '(exact: true, bucket: DAY) { series { measures { users } } }',
    byHand: sql`
      SELECT day, count(user_id) FROM (SELECT date_trunc('day', timestamp) AS day, user_id FROM ${calls} GROUP BY 1, 2) AS found
      GROUP BY 1`,
  },
  'p95 of the first 20 of 5,000 users, with names': {
    query:
      '(exact: true, groupBy: [USER], orderBy: { field: DURATION_MS_P95, direction: DESC }, first: 20) { groups { key { user { id name } } measures { durationMs { p95 } } } }',
    byHand: sql`
      SELECT *, ${newestName} FROM (
        SELECT user_id, ${p95} AS p95 FROM ${calls} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20) AS found`,
  },
  'p95 of the first 20 of 50,000 sessions': {
    query:
      '(exact: true, groupBy: [SESSION], orderBy: { field: DURATION_MS_P95, direction: DESC }, first: 20) { groups { key { sessionId } measures { durationMs { p95 } } } }',
    byHand: sql`SELECT session_id, ${p95} FROM ${calls} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
  },
  'cost and sessions of the first 20 of 5,000 users': {
    query:
      '(exact: true, groupBy: [USER], orderBy: { field: TOTAL_COST, direction: DESC }, first: 20) { groups { key { user { id } } measures { totalCost sessions } } }',
    byHand: sql`
      SELECT user_id, sum(cost::numeric), count(DISTINCT session_id) FROM ${calls} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
  },
  'p95 of calls of failed messages by model': {
    query:
      '(exact: true, groupBy: [MODEL], filter: { message: { statuses: [ERROR] } }) { groups { key { model } measures { durationMs { p95 } } } }',
    byHand: sql`
      SELECT model_name, ${p95} FROM ${calls} AS c
      WHERE EXISTS (SELECT FROM monitoring_messages AS m WHERE m.id = c.message_id AND m.status = 'error') GROUP BY 1`,
  },
}

const bot = 'botIds: ["b0a1c2d3-0000-4000-8000-000000000003"]'
const values = '{ value count }'
const callFacets = `botIds ${values} modelNames ${values} statuses ${values}`
const senderFacets = `userIds(first: 20) ${values} platforms ${values}`
const turnFacets = `botIds ${values} platforms ${values} runnerNames ${values} userIds(first: 20) ${values}`

/** Facets of lists. */
export const facetShapes: Readonly<Record<string, string>> = {
  'LLM calls: bots, models and statuses': `{ llmCalls { facets { ${callFacets} } } }`,
  'LLM calls of a bot: bots, models and statuses': `{ llmCalls(filter: { ${bot} }) { facets { ${callFacets} } } }`,
  'LLM calls: users and platforms': `{ llmCalls { facets { ${senderFacets} } } }`,
  'LLM calls of a day: users and platforms': `{ llmCalls(filter: { startTime: "2026-05-01T00:00:00Z", endTime: "2026-05-01T23:59:59.999Z" }) { facets { ${senderFacets} } } }`,
  'turns: bots, platforms, runners and users': `{ turns { facets { ${turnFacets} } } }`,
  'turns with errors: bots, platforms, runners and users': `{ turns(filter: { hasErrors: true }) { facets { ${turnFacets} } } }`,
  'turns without errors: bots, platforms, runners and users': `{ turns(filter: { hasErrors: false }) { facets { ${turnFacets} } } }`,
  'turns of a day: bots, platforms, runners and users': `{ turns(filter: { startTime: "2026-05-01T00:00:00Z", endTime: "2026-05-01T23:59:59.999Z" }) { facets { ${turnFacets} } } }`,
}
