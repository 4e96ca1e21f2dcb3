import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../../db/database.ts'
import type { Feed } from '../../db/live/feed.ts'
import type { Readers } from '../../db/replicas/readers.ts'
import type { ConcurrencyLimiter } from '../limits/concurrency.ts'
import type { Load } from '../limits/load.ts'

/** The properties of a completed request that metrics need. */
export interface ResponseInfo {
  /** The operation's name; undefined if no operation was executed. */
  readonly operation: string | undefined
  readonly route: string
  readonly status: number
  readonly seconds: number
  readonly statements: number
  readonly errorCodes: Iterable<string>
}

/** The Prometheus metrics of one app. */
export interface Metrics {
  note(response: ResponseInfo): void
  /** Returns the metrics in the text format of Prometheus. */
  print(): Promise<{ readonly type: string; readonly text: string }>
}

/** Maximum number of operation names with separate metrics. Clients choose names, so all others share one label. */
const maxOperationNames = 100
const otherOperations = 'others'

/**
 * Creates labels of operation names. Only names of successful operations are counted, so that invented names cannot
 * exhaust the limit.
 */
const makeOperationLabels = () => {
  const known = new Set<string>()
  return (name: string | undefined, succeeded: boolean): string => {
    if (name === undefined) return 'none'
    if (known.has(name)) return name
    if (!succeeded || known.size >= maxOperationNames) return otherOperations
    known.add(name)
    return name
  }
}

/** Adds the metrics of read replicas. */
const addReplicaMetrics = (readers: Readers, registers: Registry[]): void => {
  const lag = new Gauge({
    name: 'botlens_replica_lag_seconds',
    help: 'Time by which a replica is behind the primary, by its number in DATABASE_REPLICA_URL. NaN if that is unknown.',
    labelNames: ['replica'] as const,
    registers,
    collect() {
      for (const { number, lagSeconds } of readers.states()) lag.set({ replica: number }, lagSeconds ?? Number.NaN)
    },
  })
  const used = new Gauge({
    name: 'botlens_replica_used',
    help: 'Whether queries and exports read from a replica: 1 or 0.',
    labelNames: ['replica'] as const,
    registers,
    collect() {
      for (const { number, status } of readers.states()) used.set({ replica: number }, status === 'used' ? 1 : 0)
    },
  })
  new Gauge({
    name: 'botlens_replica_choices',
    help: 'Number of queries and exports by where they read, since the start.',
    labelNames: ['server'] as const,
    registers,
    collect() {
      for (const [server, count] of Object.entries(readers.choices())) this.set({ server }, count)
    },
  })
}

/** The metrics of the process. It is observed until it ends, so they belong to no app, which is closed before. */
const processRegistry = new Registry()
collectDefaultMetrics({ register: processRegistry })

/** Creates the metrics of an app, in a separate registry. */
export const makeMetrics = (
  db: Database,
  load: Load,
  exportLimiter: ConcurrencyLimiter,
  feed: Feed,
  countSubscriptions: () => number,
  readers: Readers | undefined,
): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: 'botlens_requests_total',
    help: 'Completed requests by route, operation name and status.',
    labelNames: ['route', 'operation', 'status'] as const,
    registers,
  })
  const durations = new Histogram({
    name: 'botlens_request_duration_seconds',
    help: 'Time from the first byte of a request to its response, by route and operation name.',
    labelNames: ['route', 'operation'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const errors = new Counter({
    name: 'botlens_errors_total',
    help: 'Errors in responses, by operation name and code.',
    labelNames: ['operation', 'code'] as const,
    registers,
  })
  const statements = new Counter({
    name: 'botlens_statements_total',
    help: 'Statements sent to the database.',
    registers,
  })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('botlens_pool_connections', 'Connections to the database.', () => db.connections().total)
  gauge('botlens_pool_idle_connections', 'Idle connections to the database.', () => db.connections().idle)
  gauge(
    'botlens_pool_waiting_requests',
    'Requests that wait for a database connection.',
    () => db.connections().waiting,
  )
  gauge('botlens_requests_in_flight', 'Requests in flight.', load.inFlight)
  gauge('botlens_exports_running', 'Running exports.', exportLimiter.running)
  gauge('botlens_subscriptions_open', 'Open subscriptions.', countSubscriptions)
  gauge(
    'botlens_live_queued_bytes',
    'Bytes of events that wait for the clients of subscriptions.',
    () => feed.state().queuedBytes,
  )
  gauge(
    'botlens_live_lag_seconds',
    'Time from the recording of the latest live events until they were read, in seconds.',
    () => feed.state().lagSeconds,
  )
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  total('botlens_live_events_total', 'Live events delivered to subscribers.', () => feed.state().delivered)
  total(
    'botlens_subscriptions_evicted_total',
    'Subscriptions that were ended since their client was too slow.',
    () => feed.state().evicted,
  )
  gauge('botlens_event_loop_delay_seconds', 'Recent delay of the event loop in seconds.', () => load.delayMs() / 1000)
  if (readers) addReplicaMetrics(readers, registers)
  const printed = Registry.merge([registry, processRegistry])
  const labelOf = makeOperationLabels()
  return {
    note: ({ operation: name, route, status, seconds, statements: count, errorCodes }) => {
      const codes = [...errorCodes]
      const operation = labelOf(name, codes.length === 0)
      requests.inc({ route, operation, status: String(status) })
      durations.observe({ route, operation }, seconds)
      statements.inc(count)
      for (const code of codes) errors.inc({ operation, code })
    },
    print: async () => ({ type: printed.contentType, text: await printed.metrics() }),
  }
}
