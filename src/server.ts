import { createYoga } from 'graphql-yoga'
import type { Logger } from 'pino'
import { makeAuthenticator } from './access/authenticate.ts'
import type { Context } from './context.ts'
import type { Database } from './db/database.ts'
import type { CheckDatabase } from './db/health.ts'
import { exportPath, useExport } from './export/route.ts'
import { answerClosedPage, answerPage } from './graphiql/page.ts'
import { schema } from './graphql/schema.ts'
import { corsFor } from './http/cors.ts'
import { useErrorPresentation } from './http/errorPresentation.ts'
import { useExportGate } from './http/exportGate.ts'
import { useGate } from './http/gate.ts'
import { makeHostCheck, makeOriginCheck } from './http/hosts.ts'
import { useJsonBody } from './http/jsonBody.ts'
import { requestIdOf } from './http/requestId.ts'
import { useRequestLog } from './http/requestLog.ts'
import { callerOf, type RequestRecord } from './http/requestRecord.ts'
import { useResponseSize } from './http/responseSize.ts'
import { useSecurityHeaders } from './http/securityHeaders.ts'
import { makeAtOnceLimiter } from './limits/atOnce.ts'
import { makeDocumentCaches, useDocumentLimits } from './limits/documents.ts'
import { watchLoad } from './limits/load.ts'
import { useOperationLimits } from './limits/operations.ts'
import { makeRateLimiter } from './limits/tokenBuckets.ts'
import { makeMetrics } from './operations/metrics.ts'
import { livePath, metricsPath, readyPath, useOperationRoutes } from './operations/routes.ts'
import type { TracedRequest } from './operations/tracing.ts'
import type { Manifest } from './persisted/manifest.ts'
import { documentIdParameter, usePersistedDocuments } from './persisted/plugin.ts'
import { type AccessSettings, openAccess } from './shared/accessSettings.ts'
import { tryAgain } from './shared/errors.ts'
import { makeIdSource } from './shared/ids.ts'
import { defaultLimits, type Limits } from './shared/limits.ts'
import { defaultOperations, type OperationsSettings } from './shared/operationsSettings.ts'
import { defaultRecording, type RecordingSettings } from './shared/recordingSettings.ts'

/** What the app is made of. */
export interface AppOptions {
  readonly db: Database
  readonly logger: Logger
  /** The clock; by default the machine's. */
  readonly now?: () => Date
  /** Makes the ids of records that come without one; by default UUIDv7 by the clock. */
  readonly newId?: () => string
  readonly recording?: RecordingSettings
  /** The address that it is listened on; by default the loopback. */
  readonly host?: string
  /** Who may ask; by default anyone on this machine. */
  readonly access?: AccessSettings
  readonly limits?: Limits
  readonly operations?: OperationsSettings
  /** Known documents, and whether only those are taken. */
  readonly documents?: { readonly manifest: Manifest; readonly only: boolean }
  /** Whether the database can serve; by default it is taken to. */
  readonly checkDatabase?: CheckDatabase
  /** Told of each request that was answered, for traces. */
  readonly onAnswered?: ((request: TracedRequest) => void) | undefined
}

/** The path of GraphQL and, for a browser, of GraphiQL. */
export const graphqlPath = '/graphql'

/** All paths that the server answers on. */
export const routes: readonly string[] = [graphqlPath, exportPath, livePath, readyPath, metricsPath]

/** Makes the app: a function of its dependencies that answers requests and listens to nothing. */
export const createApp = (options: AppOptions) => {
  const {
    db,
    logger,
    now = () => new Date(),
    host = '127.0.0.1',
    access = openAccess,
    limits = defaultLimits,
  } = options
  const { operations = defaultOperations, documents, checkDatabase = async () => undefined, onAnswered } = options
  const { newId = makeIdSource(now), recording = defaultRecording } = options
  const load = watchLoad(limits)
  const exportLimiter = makeAtOnceLimiter('exports', limits.exportsPerCaller)
  const metrics = makeMetrics(db, load, exportLimiter)
  const running = new Set<RequestRecord>()
  const stopping = new AbortController()
  const yoga = createYoga<object, Context>({
    schema,
    graphqlEndpoint: graphqlPath,
    context: ({ request }): Context => ({
      db,
      caller: callerOf(request),
      requestId: requestIdOf(request),
      now,
      newId,
      recording,
    }),
    cors: corsFor(access),
    landingPage: false,
    // Yoga's own answer, to all addresses that end so, would come before the checks of the gate: none ends so.
    healthCheckEndpoint: '\n',
    graphiql: false,
    maskedErrors: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: limits.maxRecordingBodyBytes,
    extraParamNames: [documentIdParameter],
    parserAndValidationCache: makeDocumentCaches(),
    plugins: [
      useRequestLog({
        logger,
        metrics,
        load,
        operations,
        running,
        onAnswered,
        routeOf: (pathname) => (routes.includes(pathname) ? pathname : 'other'),
      }),
      useSecurityHeaders(),
      useGate({
        checkHost: makeHostCheck(access, host),
        checkOrigin: makeOriginCheck(access),
        checkLoad: load.check,
        authenticate: makeAuthenticator(db, access, now),
        takeShare: makeRateLimiter(limits.ratePerMinute, () => performance.now()),
        limits,
        openPaths: new Set([livePath, readyPath]),
        graphqlPath,
        answerPage: () => (documents?.only ? answerClosedPage() : answerPage(now(), access.mode === 'required')),
      }),
      useExportGate(exportPath, exportLimiter),
      useOperationRoutes({ checkDatabase, stopping: stopping.signal, metrics }),
      useExport({ db, logger, now }),
      useJsonBody(schema, limits),
      usePersistedDocuments(documents?.manifest ?? new Map(), documents?.only ?? false),
      useDocumentLimits(limits),
      useOperationLimits(limits),
      useResponseSize(limits),
      useErrorPresentation(logger),
    ],
  })
  return Object.assign(yoga, {
    /** Tells that the server stops: it is no longer ready. */
    beginStop: () => stopping.abort(),
    /** Ends what still runs: each request is answered that the server stops. */
    endRunning: () => {
      for (const record of running) record.abort(tryAgain('SERVICE_UNAVAILABLE', 'The server stops.', 5))
    },
  })
}

/** The app that {@link createApp} makes. */
export type App = ReturnType<typeof createApp>
