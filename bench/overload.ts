import { Agent } from 'node:http'
import autocannon from 'autocannon'
import type { Bench, BenchOptions } from './bench.ts'
import { ask, type Result } from './client.ts'
import { median, quantile, round } from './measure.ts'
import { startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const list = {
  query: '{ llmCalls(first: 300) { nodes { id timestamp modelName totalTokens durationMs cost status } } }',
}
const aggregate = {
  query:
    '{ tokenStatistics(bucket: DAY) { summary { totalTokens } byModel { modelName calls } timeseries { label calls } } }',
}

type Sent = Parameters<typeof ask>[2]

/** Measures the server above its capacity, and its health checks during heavy aggregates. */
export const benchOverload = async (bench: Bench, { minutes = 1 }: BenchOptions): Promise<BenchTable> => {
  const server = await startServerProcess(await bench.filled(100_000), { ratePerMinute: 0 })
  await sendAtOnce(server.url, list, 8, 2)
  const peak = await sendAtOnce(server.url, list, 8, 10)
  const capacity = peak.length / 10
  const table: BenchTable = { 'maximum capacity': describe(peak, 10) }
  for (const times of [2, 4]) {
    const started = performance.now()
    const results = await sendAtRate(server.url, list.query, capacity * times, minutes * 60)
    // Until the last response: late responses do not count as capacity.
    table[`${times} times capacity`] = describe(results, (performance.now() - started) / 1000)
    table[`${times} times: recovery`] = { 'seconds until served as before': round(await recover(server.url, peak)) }
  }
  table['health beside 4 aggregates'] = await measureHealth(server.url)
  await server.stop()
  return table
}

const describe = (results: readonly Result[], seconds: number): BenchTable[string] => {
  const served = results.filter(({ failed }) => !failed).map(({ ms }) => ms)
  const refused = results.filter(({ status }) => status === 503).map(({ ms }) => ms)
  return {
    'sent/s': Math.round(results.length / seconds),
    'served/s': Math.round(served.length / seconds),
    'median ms': round(median(served)),
    'p99 ms': round(quantile(served, 0.99)),
    '503/s': Math.round(refused.length / seconds),
    '503 median ms': round(median(refused)),
    '503 p99 ms': round(quantile(refused, 0.99)),
    'other failures': results.length - served.length - refused.length,
  }
}

/** Sends requests continuously, several concurrently, for the given number of seconds. */
const sendAtOnce = async (url: string, sent: Sent, atOnce: number, seconds: number): Promise<Result[]> => {
  const agent = new Agent({ keepAlive: true })
  const results: Result[] = []
  const end = performance.now() + seconds * 1000
  const work = async () => {
    while (performance.now() < end) results.push(await ask(url, agent, sent))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  agent.destroy()
  return results
}

/** The number of connections during overload: more than the limit of concurrent requests. */
const crowd = 256

/** Sends the given number of requests per second over persistent connections, as far as responses permit. */
const sendAtRate = async (url: string, query: string, perSecond: number, seconds: number): Promise<Result[]> => {
  const results: Result[] = []
  const load = {
    url: `${url}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    connections: crowd,
    overallRate: Math.round(perSecond),
    duration: seconds,
    timeout: 60,
  } satisfies autocannon.Options
  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(load, (error, result) => (error ? reject(error) : resolve(result)))
    instance.on('response', (_client, status, _bytes, ms) => results.push({ status, ms, failed: status !== 200 }))
  })
  for (let lost = 0; lost < errors + timeouts; lost += 1) results.push({ status: 0, ms: Number.NaN, failed: true })
  return results
}

/** Requests a path at an interval in milliseconds, for the given number of seconds. */
const askEvery = async (url: string, path: string, every: number, seconds: number): Promise<Result[]> => {
  const agent = new Agent({ keepAlive: true })
  const running: Promise<Result>[] = []
  for (let due = 0; due < (seconds * 1000) / every; due += 1) {
    running.push(ask(url, agent, { path }))
    await new Promise((resolve) => setTimeout(resolve, every))
  }
  const results = await Promise.all(running)
  agent.destroy()
  return results
}

/** Seconds after overload until latency is at most twice that of before; 60 if it never is. */
const recover = async (url: string, before: readonly Result[]): Promise<number> => {
  const usual = median(before.map(({ ms }) => ms))
  const started = performance.now()
  while (performance.now() - started < 60_000) {
    const results = await sendAtOnce(url, list, 8, 0.5)
    const isServed = results.every(({ failed }) => !failed)
    if (isServed && median(results.map(({ ms }) => ms)) < 2 * usual) return (performance.now() - started) / 1000
  }
  return 60
}

/** Checks health every 5 ms while four heavy aggregates run continuously. */
const measureHealth = async (url: string): Promise<BenchTable[string]> => {
  const health = askEvery(url, '/health/live', 5, 10)
  const heavy = sendAtOnce(url, aggregate, 4, 10)
  const [asked, aggregates] = await Promise.all([health, heavy])
  const took = asked.map(({ ms }) => ms)
  return {
    'median ms': round(median(took)),
    'p99 ms': round(quantile(took, 0.99)),
    'worst ms': round(Math.max(...took)),
    'aggregate, median ms': round(median(aggregates.map(({ ms }) => ms))),
  }
}
