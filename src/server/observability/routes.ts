import { Response } from '@whatwg-node/fetch'
import type { CheckDatabase } from '../../db/health.ts'
import type { Readers } from '../../db/replicas/readers.ts'
import type { Metrics } from './metrics.ts'

/** The liveness check: whether the process works. */
export const livePath = '/health/live'
/** The readiness check: whether the server can handle requests now. */
export const readyPath = '/health/ready'
/** Metrics for Prometheus. */
export const metricsPath = '/metrics'

const respondWithHealth = (reason: string | undefined, details: object = {}): Response =>
  Response.json(
    { ...(reason === undefined ? { status: 'ok' } : { status: 'unavailable', reason }), ...details },
    {
      status: reason === undefined ? 200 : 503,
      headers: reason === undefined ? {} : { 'Retry-After': '1' },
    },
  )

/** Responds that the process is live. */
export const respondLive = (): Response => respondWithHealth(undefined)

/**
 * Creates the readiness response: a server that is stopping, or whose database is unavailable, is not ready. It is
 * ready without its replicas, whose states are details.
 */
export const makeReady =
  (checkDatabase: CheckDatabase, stopping: AbortSignal, readers: Readers | undefined) => async (): Promise<Response> =>
    respondWithHealth(
      stopping.aborted ? 'the server is shutting down' : await checkDatabase(),
      readers ? { replicas: readers.states() } : {},
    )

/** Creates the response with the metrics. */
export const makeMetricsResponse = (metrics: Metrics) => async (): Promise<Response> => {
  const { type, text } = await metrics.print()
  return new Response(text, { headers: { 'Content-Type': type } })
}
