import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Bench } from './bench.ts'
import { median } from './measure.ts'
import { type ServerProcess, startServerProcess, unlimited } from './serverProcess.ts'
import type { BenchTable } from './table.ts'

/** Number of subscribers without events, and of those who receive all events. */
const idle = 10_000
const active = 100
/** Seconds for which idle subscribers are observed. */
const idleSeconds = 24
/** Number of records of which the latency is measured, and of records that are delivered to all active subscribers. */
const single = 100
const burst = { requests: 30, size: 50 }

const limits = { ...unlimited, maxSubscriptions: 20_000, subscriptionsPerCaller: 20_000 }
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

/** Opens a subscription. Calls a function for each event. Resolves once it has begun. */
const open = (url: string, filter: string, onEvent: () => void): Promise<() => void> =>
  new Promise((resolve, reject) => {
    const query = `subscription { errorRecorded(filter: ${filter}) { cursor errorLog { id errorMessage } } }`
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
    const sent = request(`${url}/graphql`, { method: 'POST', headers, agent }, (response) => {
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        resolve(() => sent.destroy())
        for (let at = text.indexOf('event: next'); at >= 0; at = text.indexOf('event: next', at + 1)) onEvent()
      })
    })
    sent.on('error', reject)
    sent.end(JSON.stringify({ query }))
  })

const record = async ({ url }: ServerProcess, size: number): Promise<void> => {
  const input = Array.from({ length: size }, () => ({ errorType: 'Live', errorMessage: 'something failed' }))
  const query = 'mutation ($input: [RecordErrorInput!]!) { recordErrors(input: $input) { recorded } }'
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  await response.text()
}

const measureIdle = async (server: ServerProcess): Promise<BenchTable> => {
  const before = await server.readUsage()
  const closers: (() => void)[] = []
  for (let at = 0; at < idle; at += 100)
    closers.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, () => open(server.url, '{ errorTypes: ["Idle"] }', () => undefined)),
      )),
    )
  const opened = await server.readUsage()
  await sleep(idleSeconds * 1000)
  const after = await server.readUsage()
  for (const close of closers) close()
  const kilobytes = (bytes: number) => Math.round((bytes / idle / 1000) * 10) / 10
  return {
    [`${idle} idle subscribers`]: {
      'heap each, kB': kilobytes(opened.heap - before.heap),
      'memory each, kB': kilobytes(opened.resident - before.resident),
      'processor, % of one core': Math.round(((after.processor - opened.processor) / idleSeconds) * 1000) / 10,
    },
  }
}

/** The times from the start and from the end of a write to its event, in milliseconds. */
const measureLatency = async (server: ServerProcess, write: () => Promise<void>): Promise<BenchTable[string]> => {
  let onEvent: () => void = () => undefined
  const close = await open(server.url, '{}', () => onEvent())
  const fromStart: number[] = []
  const fromCommit: number[] = []
  for (let n = 0; n < single; n += 1) {
    const received = new Promise<number>((resolve) => {
      onEvent = () => resolve(performance.now())
    })
    const started = performance.now()
    await write()
    const committed = performance.now()
    fromStart.push((await received) - started)
    fromCommit.push(Math.max(0, (await received) - committed))
  }
  close()
  const medianOf = (times: readonly number[]) => Math.round(median(times) * 10) / 10
  return {
    'start of the write to event, ms (median)': medianOf(fromStart),
    'commit known to event, ms (median)': medianOf(fromCommit),
  }
}

const measureThroughput = async (server: ServerProcess): Promise<BenchTable> => {
  const expected = active * burst.requests * burst.size
  let received = 0
  let finish: () => void = () => undefined
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const closers = await Promise.all(
    Array.from({ length: active }, () =>
      open(server.url, '{}', () => {
        received += 1
        if (received === expected) finish()
      }),
    ),
  )
  const started = performance.now()
  for (let n = 0; n < burst.requests; n += 1) await record(server, burst.size)
  await finished
  const seconds = (performance.now() - started) / 1000
  for (const close of closers) close()
  return { [`${active} subscribers of all events`]: { 'events/s': Math.round(expected / seconds) } }
}

/** Inserts one error as a program does that knows nothing of the server. */
const insertError = async (client: pg.Client): Promise<void> => {
  await client.query(
    `INSERT INTO monitoring_errors (id, "timestamp", error_type, error_message)
     VALUES (gen_random_uuid(), now(), 'Live', 'something failed')`,
  )
}

/** Measures live events: the latency of an event, the events delivered per second, and the cost of idle subscribers. */
export const benchLive = async (bench: Bench): Promise<BenchTable> => {
  const url = await bench.empty()
  const server = await startServerProcess(url, limits)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return {
      'recorded by the server': await measureLatency(server, () => record(server, 1)),
      'inserted by another program': await measureLatency(server, () => insertError(client)),
      ...(await measureThroughput(server)),
      ...(await measureIdle(server)),
    }
  } finally {
    await client.end()
    await server.stop()
  }
}
