import { type ExecutionArgs, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { OperationsSettings } from '../../config/operations.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { runInScope } from '../../shared/requestScope.ts'
import { asGraphqlError } from '../limits/documents.ts'
import type { Load } from '../limits/load.ts'
import type { Metrics } from '../operations/metrics.ts'
import type { TracedRequest } from '../operations/tracing.ts'
import { listFieldPaths } from './fieldPaths.ts'
import { countStatements, type RequestRecord, recordOf } from './requestRecord.ts'

/** What watches requests. */
export interface Watchers {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly load: Load
  readonly operations: OperationsSettings
  /** The path's name in figures: paths come from clients, so that unknown ones share a name. */
  readonly routeOf: (pathname: string) => string
  /** Requests that are worked on, for a server that stops. */
  readonly running: Set<RequestRecord>
  readonly onAnswered?: ((request: TracedRequest) => void) | undefined
}

/** The most characters of a name that the log and figures repeat. */
const maxNameLength = 100

/** Names each request in its answer, as `X-Request-Id`, and tells the log and the figures what it took. */
export const useRequestLog = (watchers: Watchers): Plugin => {
  const { load, running } = watchers
  const finish = new WeakMap<Request, () => void>()
  return {
    instrumentation: { request: ({ request }, wrapped) => runInScope(recordOf(request), wrapped) },
    onParams: ({ request }) => {
      const record = recordOf(request)
      try {
        load.check()
      } catch (error) {
        throw error instanceof ExpectedError ? asGraphqlError(error) : error
      }
      const end = load.begin()
      running.add(record)
      finish.set(request, () => {
        end()
        running.delete(record)
      })
    },
    onExecute: ({ args }) => noteOperation(args),
    onSubscribe: ({ args }) => noteOperation(args),
    onResponse: ({ request, response }) => {
      finish.get(request)?.()
      const record = recordOf(request)
      response.headers.set('X-Request-Id', record.id)
      report(watchers, record, request, response.status)
    },
  }
}

const noteOperation = ({ document, operationName, contextValue }: ExecutionArgs): void => {
  const operation = getOperationAST(document, operationName)
  if (!operation) return
  // Yoga puts the request into the context of every operation.
  recordOf((contextValue as { request: Request }).request).operation = {
    name: operation.name?.value.slice(0, maxNameLength) ?? 'anonymous',
    type: operation.operation,
    fields: () => listFieldPaths(document, operation),
  }
}

const report = (
  { logger, metrics, operations, routeOf, onAnswered }: Watchers,
  record: RequestRecord,
  { method, url, headers }: Request,
  status: number,
): void => {
  const { id: requestId, started, operation, caller, errorCodes } = record
  const durationMs = Math.round(performance.now() - started)
  const statements = countStatements(record)
  const route = routeOf(new URL(url).pathname)
  onAnswered?.({ record, method, route, status, traceparent: headers.get('traceparent') })
  metrics.note({ operation: operation?.name, route, status, seconds: durationMs / 1000, statements, errorCodes })
  const entry = {
    requestId,
    method,
    route,
    operation: operation?.name,
    status,
    durationMs,
    statements,
    caller: `${caller.kind} ${caller.name.slice(0, maxNameLength)}`,
    errors: errorCodes.size > 0 ? [...errorCodes] : undefined,
  }
  logger.info(entry, 'request')
  if (operation && durationMs >= operations.slowMs) logger.warn({ ...entry, ...describePlan(record) }, 'slow operation')
}

/** What an operation was made of, without values: the paths of its fields, and its statements. */
const describePlan = ({ operation, statements }: RequestRecord) => ({
  fields: operation?.fields(),
  plan: [...statements].map(([text, times]) => ({
    times,
    statement: text.replaceAll(/\s+/g, ' ').trim().slice(0, 1000),
  })),
})
