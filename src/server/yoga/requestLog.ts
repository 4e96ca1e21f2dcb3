import { type ExecutionArgs, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { ObservabilitySettings } from '../../config/observability.ts'
import type { Incoming, ReportRequest } from '../http/incoming.ts'
import { countStatements, flattenStatement, type RequestRecord } from '../http/requestRecord.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { TracedRequest } from '../observability/tracing.ts'
import { listFieldPaths } from './fieldPaths.ts'
import { recordOfContext } from './yogaContext.ts'

/** The observers of requests. */
export interface Watchers {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly observability: ObservabilitySettings
  readonly onResponse?: ((request: TracedRequest) => void) | undefined
}

/** Maximum number of characters of a name in the log and metrics. */
const maxNameLength = 100

/** Records which operation a request executes. */
export const useOperationRecord = (): Plugin => ({
  onExecute: ({ args }) => noteOperation(args),
  onSubscribe: ({ args }) => noteOperation(args),
})

const noteOperation = ({ document, operationName, contextValue }: ExecutionArgs): void => {
  const operation = getOperationAST(document, operationName)
  if (!operation) return
  recordOfContext(contextValue).operation = {
    name: operation.name?.value.slice(0, maxNameLength) ?? 'anonymous',
    type: operation.operation,
    fields: () => listFieldPaths(document, operation),
  }
}

/** Creates the report of responses. A failing observer is logged, and does not affect the response. */
export const makeReport = (watchers: Watchers): ReportRequest => {
  // Redaction copies each entry. The entries of requests have fixed properties, none of which may contain a secret.
  const observers = { ...watchers, logger: watchers.logger.child({}, { redact: [] }) }
  return (incoming, route, status) => {
    try {
      report(observers, incoming, route, status)
    } catch (error) {
      watchers.logger.error({ requestId: incoming.record.id, err: error }, 'could not report a request')
    }
  }
}

const report = (
  { logger, metrics, observability, onResponse }: Watchers,
  { method, headers, record }: Incoming,
  route: string,
  status: number,
): void => {
  const { id: requestId, started, operation, caller, errorCodes } = record
  const durationMs = Math.round(performance.now() - started)
  const statements = countStatements(record)
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
  if (operation && durationMs >= observability.slowMs)
    logger.warn({ ...entry, ...describePlan(record) }, 'slow operation')
  onResponse?.({ record, method, route, status, traceparent: headers.get('traceparent') })
}

/** Describes an operation without values: the paths of its fields, and its statements. */
const describePlan = ({ operation, statements }: RequestRecord) => ({
  fields: operation?.fields(),
  plan: [...statements].map(([text, times]) => ({
    times,
    statement: flattenStatement(text).slice(0, 1000),
  })),
})
