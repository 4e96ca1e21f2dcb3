import { setTimeout as sleep } from 'node:timers/promises'
import { readEvents } from './events.ts'
import { startServer } from './process.ts'

/** A server process of a test with several of them. */
export type ServerProcess = Awaited<ReturnType<typeof startServer>> & { readonly name: string }

/** Milliseconds between two attempts to reach a server that may be restarting. */
const retryDelay = 50

/** The server processes of one database, some of which the test kills. */
export interface Servers {
  readonly running: ReadonlyMap<string, ServerProcess>
  start(count: number): Promise<void>
  /** Kills a server, as if its process ran out of memory. */
  kill(name: string): Promise<void>
  /** The URL of a running server, another one at each call. */
  anyUrl(): string
  /** Stops all servers. Returns their exit codes. */
  stop(): Promise<readonly (number | null)[]>
}

/**
 * Creates the servers of a database. The connections of each have its name as `application_name`.
 * @param databaseUrl the URL of the database, without parameters.
 */
export const makeServers = (
  databaseUrl: string,
  environment: Readonly<Record<string, string>>,
  folder: string,
): Servers => {
  const running = new Map<string, ServerProcess>()
  let started = 0
  let calls = 0
  const startOne = async () => {
    started += 1
    const name = `server-${started}`
    const url = `${databaseUrl}?application_name=${name}`
    running.set(name, { ...(await startServer({ ...environment, DATABASE_URL: url }, folder)), name })
  }
  return {
    running,
    start: async (count) => {
      await Promise.all(Array.from({ length: count }, startOne))
    },
    kill: async (name) => {
      const server = running.get(name)
      if (!server) throw new Error(`${name} is not running`)
      running.delete(name)
      server.kill('SIGKILL')
      await server.ended()
    },
    anyUrl: () => {
      const urls = [...running.values()].map(({ url }) => url)
      calls += 1
      return urls[calls % urls.length] ?? ''
    },
    stop: () =>
      Promise.all(
        [...running.values()].map((server) => {
          server.kill('SIGTERM')
          return server.ended()
        }),
      ),
  }
}

/** Sends a mutation until a server has acknowledged it. It has to be idempotent. */
export const acknowledge = async (anyUrl: () => string, query: string, variables: object): Promise<void> => {
  for (;;) {
    const isDone = await fetch(anyUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    }).then(
      async (response) => response.status === 200 && !(await response.text()).includes('"errors"'),
      () => false,
    )
    if (isDone) return
    await sleep(retryDelay)
  }
}

/** An event as it was received. */
export interface Received {
  readonly cursor: string
  readonly id: string
}

/** A client of a subscription that resumes after its last cursor whenever its stream or connection ends. */
export interface Resuming {
  readonly received: readonly Received[]
  /** The number of streams that it has opened. */
  opened(): number
  /** The number of its requests that were answered with an error status. */
  refused(): number
  /** Resolves once it has received a number of events. */
  until(count: number): Promise<readonly Received[]>
  stop(): void
}

/**
 * Subscribes to the ids of new records.
 * @param field the field of `Subscription`, and that of the record in its events.
 */
export const resume = (
  anyUrl: () => string,
  [field, record]: readonly [field: string, record: string],
  after?: string,
): Resuming => {
  const query = `subscription ($after: String) { ${field}(after: $after) { cursor ${record} { id } } }`
  const received: Received[] = []
  const stopped = new AbortController()
  const waiting = new Set<() => void>()
  let cursor = after
  let opened = 0
  let refused = 0
  const readStream = async () => {
    const response = await fetch(anyUrl(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables: { after: cursor } }),
      signal: stopped.signal,
    })
    if (response.status !== 200) {
      refused += 1
      return
    }
    opened += 1
    const events = readEvents(response)
    for (let result = await events.nextResult(); result; result = await events.nextResult()) {
      const event = result.data?.[field] as { cursor: string; [record: string]: unknown } | undefined
      const code = result.errors?.[0]?.extensions?.['code']
      if (code !== undefined && code !== 'SERVICE_UNAVAILABLE') throw new Error(JSON.stringify(result.errors))
      if (event) received.push({ cursor: event.cursor, id: (event[record] as { id: string }).id })
      cursor = event?.cursor ?? (result.errors?.[0]?.extensions?.['cursor'] as string | undefined) ?? cursor
      for (const check of waiting) check()
    }
  }
  const run = async () => {
    while (!stopped.signal.aborted) {
      await readStream().catch((error: unknown) => {
        // The connection fails when a server is killed.
        if (!(error instanceof TypeError) && !stopped.signal.aborted) throw error
      })
      if (!stopped.signal.aborted) await sleep(retryDelay)
    }
  }
  const running = run()
  return {
    received,
    opened: () => opened,
    refused: () => refused,
    until: async (count) => {
      const reached = new Promise<void>((resolve) => {
        const check = () => {
          if (received.length < count) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      })
      await Promise.race([reached, running])
      return received
    },
    stop: () => stopped.abort(),
  }
}
