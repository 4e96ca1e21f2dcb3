import type { Span, SpanContext } from '@opentelemetry/api'
import type { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import type { ObservabilitySettings } from '../../config/observability.ts'
import { countStatements, flattenStatement, type RequestRecord } from '../http/requestRecord.ts'

/** The properties of a completed request that are traced. */
export interface TracedRequest {
  readonly record: RequestRecord
  readonly method: string
  readonly route: string
  readonly status: number
  /** The caller's trace context, from the header `traceparent`. */
  readonly traceparent: string | null
}

/** Sends traces to a collector. */
export interface Tracing {
  onResponse(request: TracedRequest): void
  /** Sends the remaining traces. */
  stop(): Promise<void>
}

/**
 * Sends a trace of each request to the collector that the standard `OTEL_…` settings configure. Returns undefined if
 * they configure none; OpenTelemetry is not loaded then. Settings of the exporter, sampling and resource are read by
 * the OpenTelemetry libraries.
 */
export const startTracing = async ({ traces }: ObservabilitySettings): Promise<Tracing | undefined> => {
  if (!traces) return undefined
  const api = await import('@opentelemetry/api')
  const provider = await makeProvider()
  const tracer = provider.getTracer('botlens')
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api

  const onResponse = (request: TracedRequest): void => {
    const { record, route, traceparent } = request
    const parent = readParent(traceparent)
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
    const startTime = new Date(Date.now() - (performance.now() - record.started))
    const name = record.operation ? `${record.operation.type} ${record.operation.name}` : route
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER, startTime, attributes: describe(request) }, context)
    if (request.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    addStatements(span)
    span.end()

    function addStatements(above: Span) {
      const within = trace.setSpan(context, above)
      for (const { text, started, ended, failed } of record.ended) {
        const attributes = { 'db.system.name': 'postgresql', 'db.query.text': flattenStatement(text) }
        const child = tracer.startSpan('statement', { kind: SpanKind.CLIENT, startTime: started, attributes }, within)
        if (failed) child.setStatus({ code: SpanStatusCode.ERROR })
        child.end(ended)
      }
    }
  }
  return { onResponse, stop: () => provider.shutdown() }
}

const makeProvider = async (): Promise<BasicTracerProvider> => {
  const [sdk, { OTLPTraceExporter }, { defaultResource, detectResources, envDetector, resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const named = resourceFromAttributes({ 'service.name': 'botlens' })
  return new sdk.BasicTracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter())],
  })
}

const readParent = (header: string | null): SpanContext | undefined => {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? '') ?? []
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
}

/** The attributes of a span, without values and tokens. */
const describe = ({ record, method, route, status }: TracedRequest) => ({
  'http.request.method': method,
  'http.route': route,
  'http.response.status_code': status,
  'graphql.operation.name': record.operation?.name ?? '',
  'graphql.operation.type': record.operation?.type ?? '',
  'botlens.request.id': record.id,
  'botlens.statements': countStatements(record),
})
