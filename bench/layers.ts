import autocannon from 'autocannon'
import { pluginNames } from '../src/server/plugins.ts'
import { listDocument, nestedDocument } from './bareHandler.ts'
import type { Bench, BenchOptions } from './bench.ts'
import { median, ratio } from './measure.ts'
import {
  type ServerKind,
  type ServerProcess,
  startServerProcess,
  startServersTogether,
  unlimited,
} from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const connections = 4
/** The number of rounds, and of requests of each layer before the first round and in each round. */
const usual = { rounds: 5, warmUp: 300, requests: 200 }
const short = { rounds: 1, warmUp: 20, requests: 20 }

/** The app built up: each layer contains those before it. */
const layers: readonly (readonly [name: string, kind: ServerKind])[] = [
  ['bare handler', 'bare'],
  ['Yoga with the schema', 'yoga'],
  ['routes, checks, record and log of requests', { ...unlimited, plugins: [] }],
  ...pluginNames.map(
    (name, index) => [`plugin: ${name}`, { ...unlimited, plugins: pluginNames.slice(0, index + 1) }] as const,
  ),
]

/** The processor time of the server for one request, in milliseconds. */
const measure = async (server: ServerProcess, query: string, amount: number): Promise<number> => {
  const before = await server.readActivity()
  const { requests, non2xx, errors } = await autocannon({
    url: `${server.url}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    connections,
    amount,
    // A run ends with a sample.
    sampleInt: 50,
  })
  const after = await server.readActivity()
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of ${requests.total} requests failed`)
  return ((after.processor - before.processor) / requests.total) * 1000
}

/** Starts a server of each layer: each in its own process, or in a short run all in one, which starts much faster. */
const startLayers = async (databaseUrl: string, { short: isShort }: BenchOptions) => {
  const kinds = layers.map(([, kind]) => kind)
  const servers = isShort
    ? await startServersTogether(databaseUrl, kinds)
    : await Promise.all(kinds.map((kind) => startServerProcess(databaseUrl, kind)))
  return servers.map((server, index) => ({ name: layers[index]?.[0] ?? '', server }))
}

/**
 * Measures the processor time that each layer adds to a request, by building the app up: all layers run at the same
 * time, and are measured in turns.
 */
export const benchLayers = async (bench: Bench, options: BenchOptions): Promise<BenchTable> => {
  const { rounds, warmUp, requests } = options.short ? short : usual
  const url = await bench.filled(10_000)
  const servers = await startLayers(url, options)
  const table: BenchTable = {}
  for (const [document, query] of [
    ['list', listDocument],
    ['nested', nestedDocument],
  ] as const) {
    const times = new Map<string, number[]>(servers.map(({ name }) => [name, []]))
    for (const { server } of servers) await measure(server, query, warmUp)
    for (let round = 0; round < rounds; round += 1)
      for (const { name, server } of servers) times.get(name)?.push(await measure(server, query, requests))
    const medians = servers.map(({ name }) => median(times.get(name) ?? []))
    const [bare = Number.NaN] = medians
    for (const [index, { name }] of servers.entries()) {
      const own = medians[index] ?? Number.NaN
      table[name] = {
        ...table[name],
        [`${document} ms`]: Number(own.toFixed(3)),
        [`${document}: adds`]: Number((own - (medians[index - 1] ?? 0)).toFixed(3)),
        [`${document}: times bare`]: ratio(own, bare),
      }
    }
  }
  await Promise.all(servers.map(({ server }) => server.stop()))
  return table
}
