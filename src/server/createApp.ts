import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import { type AccessSettings, openAccess } from '../config/access.ts'
import { defaultLimits, type Limits } from '../config/limits.ts'
import { defaultObservability, type ObservabilitySettings } from '../config/observability.ts'
import { defaultRecording, type RecordingSettings } from '../config/recording.ts'
import type { Database } from '../db/database.ts'
import type { CheckDatabase } from '../db/health.ts'
import type { Context } from '../graphql/context.ts'
import { makeIdSource } from '../shared/ids.ts'
import { makeAdmission, makeOpenAdmission } from './auth/admission.ts'
import { makeAuthenticator } from './auth/authenticate.ts'
import { makePageResponse, respondWithClosedPage } from './graphiql/page.ts'
import { makeCorsHeaders } from './http/cors.ts'
import { makeFetch } from './http/fetchHandler.ts'
import { makeHandler, type Route } from './http/handler.ts'
import { makeHostCheck, makeOriginCheck } from './http/hosts.ts'
import { makeNodeListener } from './http/nodeListener.ts'
import { makeOpenRequests } from './http/openRequests.ts'
import { documentIdParameter, exportPath, graphqlPath } from './http/paths.ts'
import { recordOf } from './http/requestRecord.ts'
import { type ConcurrencyLimiter, makeConcurrencyLimiter } from './limits/concurrency.ts'
import type { Lag } from './limits/lag.ts'
import { type Load, watchLoad } from './limits/load.ts'
import { makeRateLimiter } from './limits/tokenBuckets.ts'
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
import type { Manifest } from './persisted/manifest.ts'
import { usePersistedDocuments } from './persisted/plugin.ts'
import { makeExport } from './routes/exportRoute.ts'
import { makeGate, type PassGate } from './routes/gate.ts'
import { makeGraphqlRoute } from './routes/graphqlRoute.ts'
import { siteRoutes } from './routes/siteRoutes.ts'
import { schema } from './schema.ts'
import { makeDocumentCaches, useDocumentLimits } from './yoga/documents.ts'
import { useErrorPresentation } from './yoga/errorPresentation.ts'
import { useJsonBody } from './yoga/jsonBody.ts'
import { useOperationLimits } from './yoga/operations.ts'
import { makeReport, useOperationRecord } from './yoga/requestLog.ts'
import { useResponseSize } from './yoga/responseSize.ts'

/** Options of the app. */
export interface AppOptions {
  readonly db: Database
  readonly logger: Logger
  /** The clock; by default that of the system. */
  readonly now?: () => Date
  /** Generates ids of records without one; by default UUIDv7 based on the clock. */
  readonly newId?: () => string
  readonly recording?: RecordingSettings
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
  /** Measures the lag of the event loop; by default with timers. */
  readonly lag?: Lag
  /** Called for each completed request, for traces. */
  readonly onResponse?: ((request: TracedRequest) => void) | undefined
}

/** Dependencies that the routes share, created from the options. */
interface Parts extends Required<Pick<AppOptions, 'db' | 'logger' | 'now' | 'access' | 'limits'>> {
  readonly options: AppOptions
  readonly load: Load
  readonly exportLimiter: ConcurrencyLimiter
}

/** Creates the GraphQL executor, for requests that passed all checks. */
const makeExecutor = ({ options, db, logger, now, limits }: Parts) => {
  const { documents, newId = makeIdSource(now), recording = defaultRecording } = options
  const yoga = createYoga<object, Context>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: ({ request }): Context => {
      const { caller } = recordOf(request)
      return { prisma: db.prisma, caller, now, newId, recording }
    },
    // The handler provides all of these. Yoga's own versions would bypass its checks.
    cors: false,
    landingPage: false,
    healthCheckEndpoint: '\n',
    graphiql: false,
    maskedErrors: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: false,
    extraParamNames: [documentIdParameter],
    parserAndValidationCache: makeDocumentCaches(new Set(documents?.manifest.values())),
    plugins: [
      useOperationRecord(),
      useJsonBody(schema, limits),
      usePersistedDocuments(documents?.manifest ?? new Map(), documents?.only ?? false),
      useDocumentLimits(limits),
      useOperationLimits(limits),
      useResponseSize(limits),
      useErrorPresentation(logger),
    ],
  })
  return (request: Request) => yoga.handleRequest(request, {})
}

const makeRoutes = (parts: Parts, stopping: AbortSignal, metrics: ReturnType<typeof makeMetrics>): Route[] => {
  const { options, db, logger, now, access, limits, load, exportLimiter } = parts
  const { documents, checkDatabase = async () => undefined } = options
  const authenticate = makeAuthenticator(db.prisma, access, now, logger)
  const limiter = makeRateLimiter(limits.ratePerMinute, () => performance.now())
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
    respondWithPage: documents?.only ? respondWithClosedPage : makePageResponse(access.mode === 'required'),
    execute: makeExecutor(parts),
  })
  const respondToExport = makeExport({ db, schema, logger, now, limiter: exportLimiter })
  // Metrics are needed most when the server is overloaded.
  const passMetricsGate = makeGate({ checkOrigin, admit })
  const reads = ['GET', 'HEAD']
  return [
    { path: graphqlPath, isGraphql: true, respond: respondToGraphql },
    { path: exportPath, methods: ['GET'], respond: after(passGate, respondToExport) },
    { path: livePath, methods: reads, respond: respondLive },
    { path: readyPath, methods: reads, respond: makeReady(checkDatabase, stopping) },
    { path: metricsPath, methods: reads, respond: after(passMetricsGate, makeMetricsResponse(metrics)) },
    ...siteRoutes,
  ]
}

/**
 * Creates the app: a function of its dependencies that handles requests and does not listen. It is a request listener
 * for a Node.js server; `fetch` handles requests of the Fetch API.
 */
export const createApp = (options: AppOptions) => {
  const { db, logger, now = () => new Date(), host = '127.0.0.1' } = options
  const { access = openAccess, limits = defaultLimits, observability = defaultObservability, onResponse } = options
  const load = watchLoad(limits, options.lag)
  const exportLimiter = makeConcurrencyLimiter('exports', limits.exportsPerCaller)
  const metrics = makeMetrics(db, load, exportLimiter)
  const stopping = new AbortController()
  const requests = makeOpenRequests()
  const parts: Parts = { options, db, logger, now, access, limits, load, exportLimiter }
  const handle = makeHandler({
    routes: makeRoutes(parts, stopping.signal, metrics),
    checkHost: makeHostCheck(access, host),
    corsHeaders: makeCorsHeaders(access),
    report: makeReport({ logger, metrics, observability, onResponse }),
    logger,
    requests,
  })
  const { sendTimeoutMs } = limits
  return Object.assign(makeNodeListener({ handle, logger, stopping: stopping.signal, sendTimeoutMs }), {
    fetch: makeFetch(handle),
    /** Starts the shutdown: the server is no longer ready, and each response closes its connection. */
    beginStop: () => stopping.abort(),
    /** Aborts the requests in flight: each receives an error response about the shutdown. */
    endRunning: requests.abortAll,
    /** Resolves once no request is in flight. */
    untilIdle: requests.untilEmpty,
  })
}

/** The app that {@link createApp} creates. */
export type App = ReturnType<typeof createApp>
