import autocannon from 'autocannon'
import { listDocument, nestedDocument } from './bareHandler.ts'
import type { Bench } from './bench.ts'
import { median, ratio } from './measure.ts'
import { type ServerProcess, startServerProcess } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

const rounds = 5
const connections = 16
const seconds = 3

interface Load {
  readonly requests: number
  readonly processor: number
}

/** Measures requests per second, and the server's processor time for each in milliseconds, under full load. */
const load = async (server: ServerProcess, query: string, duration: number): Promise<Load> => {
  const before = await server.readUsage()
  const { requests, non2xx, errors } = await autocannon({
    url: `${server.url}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    connections,
    duration,
  })
  const after = await server.readUsage()
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of ${requests.total} requests failed`)
  return {
    requests: requests.total / duration,
    processor: ((after.processor - before.processor) / requests.total) * 1000,
  }
}

const ask = async (server: ServerProcess, query: string): Promise<unknown> => {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return ((await response.json()) as { data: unknown }).data
}

/** Compares lists through the server with a bare handler that returns the same JSON: 16 connections, alternating. */
export const benchLists = async (bench: Bench): Promise<BenchTable> => {
  const url = await bench.filled(100_000)
  const [server, bare] = await Promise.all([startServerProcess(url), startServerProcess(url, 'bare')])
  const table: BenchTable = {}
  for (const [name, query] of [
    ['50 calls, 12 fields', listDocument],
    ['50 messages with session and calls', nestedDocument],
  ] as const) {
    const [ours, theirs] = [await ask(server, query), await ask(bare, query)]
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) throw new Error('The bare handler answers something else')
    await load(server, query, 2)
    await load(bare, query, 2)
    const found: { server: Load[]; bare: Load[] } = { server: [], bare: [] }
    for (let round = 0; round < rounds; round += 1) {
      found.server.push(await load(server, query, seconds))
      found.bare.push(await load(bare, query, seconds))
    }
    const middle = (loads: readonly Load[], key: keyof Load) => median(loads.map((one) => one[key]))
    const shares = found.server.map((one, round) => one.requests / (found.bare[round]?.requests ?? Number.NaN))
    table[name] = {
      'requests/s': Math.round(middle(found.server, 'requests')),
      'bare handler': Math.round(middle(found.bare, 'requests')),
      share: ratio(middle(found.server, 'requests'), middle(found.bare, 'requests')),
      'share, least to most': `${Math.min(...shares).toFixed(2)}–${Math.max(...shares).toFixed(2)}`,
      'processor ms/request': Number(middle(found.server, 'processor').toFixed(3)),
      'bare processor ms': Number(middle(found.bare, 'processor').toFixed(3)),
      'processor share': ratio(middle(found.bare, 'processor'), middle(found.server, 'processor')),
    }
  }
  const { resident, peak } = await server.readUsage()
  table['memory of the server'] = { 'now MB': Math.round(resident / 1e6), 'peak MB': Math.round(peak / 1e6) }
  await Promise.all([server.stop(), bare.stop()])
  return table
}
