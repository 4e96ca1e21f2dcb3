import type { Logger } from 'pino'
import { type AccessSettings, openAccess } from '../config/access.ts'
import { defaultLimits, type Limits } from '../config/limits.ts'
import { defaultObservability, type ObservabilitySettings } from '../config/observability.ts'
import { defaultRecording, type RecordingSettings } from '../config/recording.ts'
import type { Database } from '../db/database.ts'
import type { CheckDatabase } from '../db/health.ts'
import type { Readers } from '../db/replicas/readers.ts'
import type { Context } from '../graphql/context.ts'
import { makeIdSource } from '../shared/ids.ts'
import { defaultExactUpTo } from '../statistics/metrics/read/estimates.ts'
import { makeAdmission, makeOpenAdmission } from './auth/admission.ts'
import { type Authenticate, makeAuthenticator } from './auth/authenticate.ts'
import { makePageResponse } from './graphiql/page.ts'
import { makeCorsHeaders } from './http/cors.ts'
import { makeFetch } from './http/fetchHandler.ts'
import { makeHandler, type Route } from './http/handler.ts'
import { makeHostCheck, makeOriginCheck } from './http/hosts.ts'
import { makeNodeListener } from './http/nodeListener.ts'
import { makeOpenRequests } from './http/openRequests.ts'
import { exportPath, graphqlPath } from './http/paths.ts'
import { type ConcurrencyLimiter, makeConcurrencyLimiter } from './limits/concurrency.ts'
import type { Lag } from './limits/lag.ts'
import { type Load, watchLoad } from './limits/load.ts'
import { makeRateLimiter } from './limits/tokenBuckets.ts'
import { type Live, makeLive } from './live/live.ts'
import { makeMetrics } from './observability/metrics.ts'
import {
  livePath,
  makeMetricsResponse,
  makeReady,
  metricsPath,
  readyPath,
  respondLive,
} from './observability/routes.ts'
import type { TracedRequest } from './observability/tracing.ts'
import { makeClosedPage } from './persisted/closedPage.ts'
import type { Manifest } from './persisted/manifest.ts'
import { makePlugins, type PluginName, pluginNames } from './plugins.ts'
import { makeExport } from './routes/exportRoute.ts'
import { makeGate, type PassGate } from './routes/gate.ts'
import { makeGraphqlRoute } from './routes/graphqlRoute.ts'
import { makeSite, type Site } from './routes/siteRoutes.ts'
import { schema } from './schema.ts'
import { makeGraphqlServer } from './yoga/graphqlServer.ts'
import { makeReport } from './yoga/requestLog.ts'

/** Options of the app. */
export interface AppOptions {
  readonly db: Database
  readonly logger: Logger
  /** The clock; by default that of the system. */
  readonly now?: () => Date
  /** Generates ids of records without one; by default UUIDv7 based on the clock. */
  readonly newId?: () => string
  readonly recording?: RecordingSettings
  /** The largest number of records whose percentiles are computed exactly by default. */
  readonly exactUpTo?: number
  /** The address that the server listens on; by default the loopback address. */
  readonly host?: string
  /** Authentication; by default none, and only this machine has access. */
  readonly access?: AccessSettings
  readonly limits?: Limits
  readonly observability?: ObservabilitySettings
  /** Persisted documents, and whether only these are accepted. */
  readonly documents?: { readonly manifest: Manifest; readonly only: boolean }
  /** Checks whether the database is available; by default it is assumed to be. */
  readonly checkDatabase?: CheckDatabase
  /** Chooses the replicas that queries and exports read from; undefined if there are none. */
  readonly readers?: Readers | undefined
  /** Returns monotonic time in milliseconds, by which rates and slow clients are measured; by default that of the process. */
  readonly elapsed?: () => number
  /** Measures the lag of the event loop; by default with timers. */
  readonly lag?: Lag
  /** Which plugins of the executor are used, for benchmarks; by default all. */
  readonly usesPlugin?: (name: PluginName) => boolean
  /** Called for each completed request, for traces. */
  readonly onResponse?: ((request: TracedRequest) => void) | undefined
}

/** Dependencies that the routes share, created from the options. */
interface Parts extends Required<Pick<AppOptions, 'db' | 'logger' | 'now' | 'elapsed' | 'access' | 'limits'>> {
  readonly options: AppOptions
  readonly load: Load
  readonly live: Live
  readonly authenticate: Authenticate
  readonly exportLimiter: ConcurrencyLimiter
}

/** Creates the GraphQL executor, for requests that passed all checks. */
const makeExecutor = ({ options, db, logger, now, limits, live }: Parts) => {
  const { documents, newId = makeIdSource(now), recording = defaultRecording, exactUpTo = defaultExactUpTo } = options
  const { usesPlugin = () => true, readers } = options
  const plugins = makePlugins({ schema, limits, logger, documents, live, now })
  return makeGraphqlServer({
    schema,
    plugins: pluginNames.filter(usesPlugin).map((name) => plugins[name]),
    persisted: new Set(documents?.manifest.values()),
    makeContext: (request, { caller }): Context => {
      const lastEventId = request.headers.get('last-event-id') ?? undefined
      let time: Date | undefined
      const readTime = () => {
        time ??= now()
        return time
      }
      return {
        prisma: db.prisma,
        caller,
        now: readTime,
        newId,
        recording,
        exactUpTo,
        readers,
        live: live.feed,
        lastEventId,
      }
    },
  })
}

const makeRoutes = (parts: Parts, stopping: AbortSignal, metrics: ReturnType<typeof makeMetrics>): Site => {
  const { options, db, logger, now, elapsed, access, limits, load, exportLimiter, authenticate } = parts
  const { documents, checkDatabase = async () => undefined } = options
  const limiter = makeRateLimiter(limits.ratePerMinute, elapsed)
  const checkOrigin = makeOriginCheck(access)
  const admit = makeAdmission(authenticate, limiter)
  const passGate = makeGate({ checkOrigin, load, admit })
  const after =
    (pass: PassGate, respond: Route['respond']): Route['respond'] =>
    async (incoming) => {
      await pass(incoming)
      return respond(incoming)
    }
  const respondToGraphql = makeGraphqlRoute({
    passGate,
    passPageGate: makeGate({ checkOrigin, load, admit: makeOpenAdmission(limiter) }),
    limits,
    respondWithPage: documents?.only ? makeClosedPage('GraphiQL') : makePageResponse(access.mode === 'required'),
    execute: makeExecutor(parts),
  })
  const respondToExport = makeExport({ db, readers: options.readers, schema, logger, now, limiter: exportLimiter })
  // Metrics are needed most when the server is overloaded.
  const passMetricsGate = makeGate({ checkOrigin, admit })
  const reads = ['GET', 'HEAD']
  const site = makeSite(documents?.only ? { page: makeClosedPage('The dashboard') } : {})
  const routes: readonly Route[] = [
    { path: graphqlPath, isGraphql: true, respond: respondToGraphql },
    { path: exportPath, methods: ['GET'], respond: after(passGate, respondToExport) },
    { path: livePath, methods: reads, respond: respondLive },
    { path: readyPath, methods: reads, respond: makeReady(checkDatabase, stopping, options.readers) },
    { path: metricsPath, methods: reads, respond: after(passMetricsGate, makeMetricsResponse(metrics)) },
    ...site.routes,
  ]
  return { ...site, routes }
}

/**
 * Creates the app: a function of its dependencies that handles requests and does not listen. It is a request listener
 * for a Node.js server; `fetch` handles requests of the Fetch API.
 */
export const createApp = (options: AppOptions) => {
  const { db, logger, now = () => new Date(), elapsed = () => performance.now(), host = '127.0.0.1' } = options
  const { access = openAccess, limits = defaultLimits, observability = defaultObservability, onResponse } = options
  const load = watchLoad(limits, options.lag)
  const exportLimiter = makeConcurrencyLimiter('exports', {
    max: limits.exportsPerCaller,
    setting: 'EXPORTS_PER_CALLER',
  })
  const { authenticate, recheckTokens } = makeAuthenticator(db.prisma, access, now, logger)
  const live = makeLive({ db, now, elapsed, limits, logger, recheckTokens })
  const metrics = makeMetrics(db, load, exportLimiter, live.feed, live.streams.count, options.readers)
  const stopping = new AbortController()
  const requests = makeOpenRequests()
  const parts: Parts = { options, db, logger, now, elapsed, access, limits, load, exportLimiter, live, authenticate }
  const handle = makeHandler({
    ...makeRoutes(parts, stopping.signal, metrics),
    checkHost: makeHostCheck(access, host),
    corsHeaders: makeCorsHeaders(access),
    report: makeReport({ logger, metrics, observability, onResponse }),
    logger,
    requests,
  })
  const { sendTimeoutMs } = limits
  return Object.assign(makeNodeListener({ handle, logger, stopping: stopping.signal, sendTimeoutMs }), {
    fetch: makeFetch(handle),
    /** Starts the drain: the server is no longer ready, and each response closes its connection. */
    beginDrain: () => stopping.abort(),
    /**
     * Starts the shutdown, with or without a drain before: subscriptions end, and no more are accepted. Resolves once
     * live events are no longer read.
     */
    beginStop: async () => {
      stopping.abort()
      await live.stop()
    },
    /** Aborts the requests in flight: each receives an error response about the shutdown. */
    endRunning: requests.abortAll,
    /** Resolves once no request is in flight. */
    untilIdle: requests.untilEmpty,
  })
}

/** The app that {@link createApp} creates. */
export type App = ReturnType<typeof createApp>
