import { setTimeout as sleep } from 'node:timers/promises'
import sql, { raw } from 'sql-template-tag'
import type { Database } from '../src/db/database.ts'
import { foldDeltas } from '../src/db/rollups/fold.ts'
import { pruneRows } from '../src/jobs/retention.ts'
import { rollups } from '../src/records/rollups.ts'
import { type Bench, type BenchOptions, openAt } from './bench.ts'
import { appendLlmCalls, firstDay } from './data.ts'
import { median, quantile, round, time } from './measure.ts'
import { askServer } from './places.ts'
import { type ServerProcess, startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** Sizes in millions of LLM calls at which the table is measured, up to the requested one. */
const sizes = [1, 3, 10, 30, 100]
const defaultMillions = 100
const rounds = 9
/** Share of the rows that retention removes at the end. */
const expired = 0.1
/** Seconds for which readers and a writer are measured without retention. */
const quietSeconds = 20
/** Interval in milliseconds of the requests beside retention. */
const pace = 50

const day = 86_400_000
const bot = 'b0a1c2d3-0000-4000-8000-000000000003'
const page = 'nodes { id timestamp modelName totalTokens durationMs cost status botName sessionId }'

/** The queries, for a table that ends at a time. */
const queriesOf = (end: number): Readonly<Record<string, string>> => {
  const middle = new Date((firstDay + end) / 2).toISOString()
  const lastDay = `startTime: "${new Date(end - day).toISOString()}"`
  return {
    'newest 50': `{ llmCalls(first: 50) { ${page} } }`,
    '50 in the middle': `{ llmCalls(first: 50, filter: { endTime: "${middle}" }) { ${page} } }`,
    '50 of a bot': `{ llmCalls(first: 50, filter: { botIds: ["${bot}"] }) { ${page} } }`,
    '50 most expensive': `{ llmCalls(first: 50, orderBy: { field: COST, direction: DESC }) { ${page} } }`,
    'overview of a day': `{ overview(filter: { ${lastDay} }) { totalMessages modelCalls totalTokens totalCost } }`,
    'tokens by day': '{ tokenStatistics(bucket: DAY) { summary { totalCalls totalCost } timeseries { label calls } } }',
    'p95 by model':
      '{ llmCallMetrics(groupBy: [MODEL]) { groups { key { model } measures { calls durationMs { p95 } } } } }',
  }
}

const sizeOf = async (db: Database): Promise<Readonly<Record<string, number>>> => {
  const [found] = await db.query<Record<'rows' | 'indexes' | 'rest', string>>(sql`
    SELECT pg_table_size('monitoring_llm_calls') AS rows, pg_indexes_size('monitoring_llm_calls') AS indexes,
      pg_database_size(current_database()) - pg_total_relation_size('monitoring_llm_calls') AS rest`)
  const gigabytes = (bytes: string | undefined) => Number((Number(bytes) / 1e9).toFixed(2))
  return {
    'rows GB': gigabytes(found?.rows),
    'indexes GB': gigabytes(found?.indexes),
    'rest GB': gigabytes(found?.rest),
  }
}

/** Fills the table from one size to the next, and measures both that and the queries. */
const measureSize = async (
  db: Database,
  server: ServerProcess,
  from: number,
  to: number,
): Promise<BenchTable[string]> => {
  const seconds = await time(() => appendLlmCalls(db, from * 1e6, to * 1e6))
  await foldDeltas(db, rollups)
  await db.execute(raw('VACUUM ANALYZE'))
  const end = firstDay + to * day
  const times: Record<string, number> = {}
  for (const [name, query] of Object.entries(queriesOf(end))) {
    const found: number[] = []
    for (let at = 0; at <= rounds; at += 1) found.push(await time(() => askServer(server.url, query)))
    // The first one reads what the database does not have in memory yet.
    times[`${name} ms`] = round(median(found.slice(1)) * 1000)
  }
  return { 'rows/s': Math.round(((to - from) * 1e6) / seconds), ...times, ...(await sizeOf(db)) }
}

const recordCalls = `mutation ($input: [RecordLlmCallInput!]!) { recordLlmCalls(input: $input) { recorded } }`
const newCalls = {
  input: Array.from({ length: 100 }, () => ({
    modelName: 'gpt-4o',
    durationMs: 900,
    inputTokens: 500,
    outputTokens: 80,
  })),
}

/** Sends a request again and again while some work runs, and summarizes their times. */
const repeatWhile = async (isRunning: () => boolean, send: () => Promise<void>): Promise<readonly number[]> => {
  const times: number[] = []
  while (isRunning()) {
    times.push(await time(send))
    await sleep(pace)
  }
  return times
}

/** The times of a reader and a writer beside some work. */
const measureBeside = async (server: ServerProcess, work: () => Promise<unknown>): Promise<BenchTable[string]> => {
  let isRunning = true
  const { 'newest 50': list = '', 'overview of a day': overview = '' } = queriesOf(Date.now())
  const requests = [
    () => askServer(server.url, list),
    () => askServer(server.url, overview),
    () => askServer(server.url, recordCalls, newCalls),
  ]
  const watched = Promise.all(requests.map((send) => repeatWhile(() => isRunning, send)))
  await work()
  isRunning = false
  const columns = ['newest 50', 'overview of a day', 'record 100']
  return Object.fromEntries(
    (await watched).flatMap((times, at) => [
      [`${columns[at]} ms`, round(median(times) * 1000)],
      [`${columns[at]} p99 ms`, round(quantile(times, 0.99) * 1000)],
    ]),
  )
}

/**
 * Measures one table of LLM calls as it grows, in the order of time: insertion, pages, statistics and sizes. Then
 * removes its oldest tenth as retention does, beside a reader and a writer.
 */
export const benchLarge = async (bench: Bench, { millions = defaultMillions }: BenchOptions): Promise<BenchTable> => {
  const url = await bench.empty()
  const db = openAt(url)
  const server = await startServerProcess(url)
  const table: BenchTable = {}
  try {
    let from = 0
    for (const to of [...sizes.filter((size) => size < millions), millions]) {
      table[`${to}M calls`] = await measureSize(db, server, from, to)
      console.log(`${to}M calls`, table[`${to}M calls`])
      from = to
    }
    table['requests alone'] = await measureBeside(server, () => sleep(quietSeconds * 1000))
    const age = { before: new Date(firstDay + millions * expired * day), idleSince: new Date() }
    let removed = 0
    let seconds = 0
    const beside = await measureBeside(server, async () => {
      seconds = await time(() => pruneRows(db.prisma, age, (rows) => (removed += rows)))
    })
    table['requests beside retention'] = { ...beside, 'rows/s': Math.round(removed / seconds) }
    return table
  } finally {
    await server.stop()
    await db.close()
  }
}
