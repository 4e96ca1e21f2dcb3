import autocannon from 'autocannon'
import { median } from './measure.ts'
import type { ServerProcess } from './serverProcess.ts'

const rounds = 5
const connections = 16
const seconds = 3

/** The throughput of a server under full load. */
export interface Load {
  /** Requests per second. */
  readonly requests: number
  /** Processor time of the server for each request, in milliseconds. */
  readonly processor: number
}

/** A server under load, and the document that it is sent. */
export interface LoadedServer {
  readonly server: ServerProcess
  readonly query: string
}

const headers = { 'content-type': 'application/json' }

const load = async ({ server, query }: LoadedServer, duration: number): Promise<Load> => {
  const before = await server.readUsage()
  const { requests, non2xx, errors } = await autocannon({
    url: `${server.url}/graphql`,
    method: 'POST',
    headers,
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

/** Sends a document once. Returns the data of the response. */
export const askOnce = async ({ server, query }: LoadedServer): Promise<unknown> => {
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown }
  if (errors !== undefined) throw new Error(`The server responded with errors: ${JSON.stringify(errors)}`)
  return data
}

/** Puts servers under full load in turns: 16 connections, one server at a time. Returns the loads of all rounds. */
export const loadInTurns = async <Name extends string>(
  servers: Readonly<Record<Name, LoadedServer>>,
): Promise<Record<Name, Load[]>> => {
  const names = Object.keys(servers) as Name[]
  const loads = Object.fromEntries(names.map((name) => [name, [] as Load[]])) as Record<Name, Load[]>
  for (const name of names) await load(servers[name], 2)
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) loads[name].push(await load(servers[name], seconds))
  return loads
}

/** The medians of loads. */
export const medianLoad = (loads: readonly Load[]): Load => ({
  requests: median(loads.map(({ requests }) => requests)),
  processor: median(loads.map(({ processor }) => processor)),
})
